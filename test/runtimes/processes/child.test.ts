import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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

test.each([
  { answer: { say: 'forged' } },
  { id: 'x', reply: { answer: 1 } },
  { thrown: { message: 'forged' } },
  { id: 'x', told: 'forged' },
  'text',
])('%j in place of an answer fails the question, and the child is of no more use', async (say) => {
  const failure = await child.ask({ do: 'forge', say }, 10).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'process-died',
    message: 'the process sent what is no answer',
  });
  expect(child.alive).toBe(false);
});

test('a message that nobody asked for ends the child, and no question', async () => {
  await child.ask({ do: 'later' }, 10);
  await vi.waitFor(() => expect(child.alive).toBe(false), { timeout: 10_000 });
});

test.skipIf(process.platform !== 'linux')(
  'one that takes more memory than it may is killed at once',
  async () => {
    const limit = 300e6;
    const failure = await child.ask({ do: 'swallow' }, 60, limit).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'memory-limit',
      message: 'took more than 300 MB of memory; allow more',
      data: { bytes: limit },
    });
  },
);

test('typed arrays go to and fro where they are to', async () => {
  const binary = startChild<Question, { say: unknown }>(module, { serialization: 'advanced' });
  const say = { eight: new Uint8Array([1, 2]), sixteen: new Uint16Array([3]) };
  expect((await binary.ask({ do: 'say', say }, 10)).say).toEqual(say);
  await binary.kill();
});

test('what it prints to standard error is printable, and bounded', async () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await child.ask({ do: 'print', say: `\u001B[31mred\n${'x'.repeat(1e6)}` }, 10);
    await vi.waitFor(() => expect(written.at(-1)).toBe('\n(the rest is left out)\n'));
  } finally {
    spy.mockRestore();
  }
  expect(written.join('')).toMatch(/^\\u001b\[31mred\nx+\n\(the rest is left out\)\n$/);
  expect(written.join('').length).toBeLessThan(70_000);
});

test('what a silent one prints is thrown away', async () => {
  const silent = startChild<Question, { say: unknown }>(module, { isSilent: true });
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    expect((await silent.ask({ do: 'print', say: 'much' }, 10)).say).toBe('much');
    await silent.kill();
    expect(spy).not.toHaveBeenCalled();
  } finally {
    spy.mockRestore();
  }
});

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
