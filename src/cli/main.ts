#!/usr/bin/env node
import { completionWord } from './options/completion.js';
import { preparedHelp } from './prepared-help.js';

// A reader that has seen enough, such as `| head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const args = process.argv.slice(2);
const help = preparedHelp(args, process.stdout.columns);
if (help !== null) process.stdout.write(help);
else if (args[0] === completionWord) {
  const { complete } = await import('./complete.js');
  const { commands, commonOptions } = await import('./commands.js');
  const found = await complete(args[1] ?? '', { commands, common: commonOptions });
  process.stdout.write(found.map((each) => `${each}\n`).join(''));
} else {
  if (args[0] === 'resize') (await import('./early-thread.js')).startEarly(args.slice(1));
  const { runProgram } = await (args[0] === 'resize'
    ? import('./resize-program.js')
    : import('./program.js'));
  process.exitCode = await runProgram(args);
}
