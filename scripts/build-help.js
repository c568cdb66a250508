// Writes the texts of help into dist/cli/help.json, as the program prints them on a
// wide terminal: laying them out takes longer than all else that help does.

import { writeFileSync } from 'node:fs';

const { commands } = await import('../dist/cli/commands.js');
const { runProgram } = await import('../dist/cli/program.js');
const { helpWidth } = await import('../dist/cli/prepared-help.js');

process.stdout.columns = helpWidth;
const print = console.log;
/** @type {Record<string, string>} */
const texts = {};
for (const name of ['', ...commands.map((command) => command.name)]) {
  console.log = (text) => {
    texts[name] = `${text}\n`;
  };
  const status = await runProgram(name === '' ? ['--help'] : [name, '--help']);
  console.log = print;
  if (status !== 0 || !texts[name]) throw new Error(`help of '${name}' could not be made`);
}
writeFileSync(new URL('../dist/cli/help.json', import.meta.url), JSON.stringify(texts));
