import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, startChild } from '#src/runtimes/processes/child.js';
import { scratch } from '../../support/scratch.ts';

let child: Child<{ do: string }, string>;

beforeEach(() => {
  const module = path.join(scratch(), 'child.mjs');
  const { href } = new URL('../../../dist/runtimes/processes/child.js', import.meta.url);
  writeFileSync(
    module,
    `import { serve } from ${JSON.stringify(href)};
     serve(async ({ do: what }) => {
       if (what === 'throw') throw new Error('it failed\\non two lines');
       if (what === 'crash') process.kill(process.pid, 'SIGSEGV');
       if (what === 'exit') process.exit(3);
       if (what === 'hang') for (;;);
       console.log('chatter');
       return what;
     });`,
  );
  child = startChild(pathToFileURL(module));
});
afterEach(() => child.kill());

test('answers one question after another; what it throws is an error here, and it goes on', async () => {
  expect(await child.ask({ do: 'this' }, 10)).toBe('this');
  await expect(child.ask({ do: 'throw' }, 10)).rejects.toThrow('it failed; on two lines');
  expect(await child.ask({ do: 'that' }, 10)).toBe('that');
  expect(child.alive).toBe(true);
});

test.each([
  ['crash', 'worker', 'the process died with SIGSEGV'],
  ['exit', 'worker', 'the process died with exit status 3'],
  ['hang', 'timeout', 'not done after 1 s; allow more with --time-limit'],
])(
  'a child that does %s fails with the cause, and is of no more use',
  async (what, stage, message) => {
    const failure = await child.ask({ do: what }, 1).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ChildFailure', stage, message });
    expect(child.alive).toBe(false);
    await expect(child.ask({ do: 'more' }, 1)).rejects.toBe(failure);
  },
);

test('a child that is killed while it works fails at once', async () => {
  const asked = child.ask({ do: 'hang' }, 100);
  setTimeout(() => child.kill(), 100);
  await expect(asked).rejects.toMatchObject({
    stage: 'worker',
    message: 'the process was stopped',
  });
});
