import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { type Child, startChild } from '#src/runtimes/processes/child.js';
import { isRunning, type Question, writeWorker } from './worker.ts';

let module: URL;
let child: Child<Question, { say: unknown; pid: number; count: number }>;

beforeEach(() => {
  module = writeWorker();
  child = startChild(module);
});
afterEach(() => child.kill());

test('answers one question after another; what it throws is an error here, and it goes on', async () => {
  expect(await child.ask({ do: 'this' }, 10)).toMatchObject({ say: 'this', count: 1 });
  await expect(child.ask({ do: 'throw' }, 10)).rejects.toThrow('it failed; on two lines');
  expect(await child.ask({ do: 'that' }, 10)).toMatchObject({ say: 'that', count: 2 });
  expect(child.alive).toBe(true);
});

test('a limit longer than a timer holds is none that ends at once', async () => {
  // 1,194 pictures of half an hour each.
  expect(await child.ask({ do: 'wait', say: 100 }, 1194 * 1800)).toMatchObject({ say: 100 });
});

test('an error of ours comes with its kind, its code and its data; a message that is none is refused', async () => {
  const error = await child.ask({ do: 'refuse' }, 10).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ message: 'not so', code: 'wrong-option', data: { option: 'x' } });
  await expect(child.ask({} as Question, 10)).rejects.toThrow('no question');
});

test.each([
  ['crash', 'process-died', 'the process died with SIGSEGV'],
  ['exit', 'process-died', 'the process died with exit status 3'],
  ['hang', 'time-limit', 'not done after 1 s; allow more'],
])(
  'a child that does %s fails with the cause, and is of no more use',
  async (what, code, message) => {
    const failure = await child.ask({ do: what }, 1).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'WorkError', code, message });
    expect(child.alive).toBe(false);
    await expect(child.ask({ do: 'more' }, 1)).rejects.toBe(failure);
  },
);

test('one that is killed while it works fails at once, and is gone when kill settles', async () => {
  const { pid } = await child.ask({ do: 'this' }, 10);
  const asked = child.ask({ do: 'hang' }, 100);
  const failed = expect(asked).rejects.toMatchObject({
    code: 'process-died',
    message: 'the process was stopped',
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await child.kill();
  await failed;
  expect(isRunning(pid)).toBe(false);
});

test('one that waits for questions keeps no program alive, and ends with it', async () => {
  const href = new URL('../../../dist/runtimes/processes/child.js', import.meta.url).href;
  const script = `import { startChild } from ${JSON.stringify(href)};
    const child = startChild(new URL(${JSON.stringify(module.href)}));
    process.stdout.write(String((await child.ask({ do: 'this' }, 10)).pid));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    timeout: 20_000,
  });
  await expect.poll(() => isRunning(Number(stdout))).toBe(false);
});
