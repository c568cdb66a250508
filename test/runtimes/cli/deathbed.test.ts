import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** Runs a program that has `beforeDeath` and `log`; gives how it ended and what it printed. */
async function run(program: string, signal?: NodeJS.Signals) {
  const start = `
    import { writeSync } from 'node:fs';
    import { beforeDeath } from '#src/runtimes/cli/deathbed.js';
    const log = (text) => writeSync(1, text + ' ');
    ${program}
    log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
    if (signal && String(text).includes('ready')) child.kill(signal);
  });
  const [status, killedBy] = await once(child, 'close');
  return { status, killedBy, printed: printed.trim() };
}

test('tasks run when the process ends, but for those that are called off', async () => {
  const ended = await run(`
    beforeDeath(() => log('first'));
    beforeDeath(() => log('never'))();
    beforeDeath(() => { throw new Error('it broke'); });
    beforeDeath(() => log('last'));`);
  expect(ended).toEqual({ status: 0, killedBy: null, printed: 'ready first last' });
});

test('a signal runs them and then kills as it would have', async () => {
  const idle = `setInterval(() => {}, 1000);`;
  const ended = await run(`beforeDeath(() => log('task')); ${idle}`, 'SIGTERM');
  expect(ended).toEqual({ status: null, killedBy: 'SIGTERM', printed: 'ready task' });
  const none = await run(`beforeDeath(() => log('task'))(); ${idle}`, 'SIGTERM');
  expect(none).toEqual({ status: null, killedBy: 'SIGTERM', printed: 'ready' });
});

test('a signal that somebody else listens to is left to them', async () => {
  const ended = await run(
    `beforeDeath(() => log('task'));
     process.on('SIGINT', () => { log('mine'); process.exit(3); });
     setInterval(() => {}, 1000);`,
    'SIGINT',
  );
  expect(ended).toEqual({ status: 3, killedBy: null, printed: 'ready mine task' });
});
