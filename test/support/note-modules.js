// Given to Node by --import: notes in the file NOTED_MODULES every module that the program loads.
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';

const file = process.env['NOTED_MODULES'] ?? '/dev/null';
const hooks = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    if (!url.startsWith('node:')) appendFileSync(${JSON.stringify(file)}, url + '\\n');
    return next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

// Those that other modules require go by no hook.
const { cache } = createRequire(import.meta.url);
process.on('exit', () => {
  for (const required of Object.keys(cache)) appendFileSync(file, `${required}\n`);
});
