import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { withThreads } from '#src/runtimes/sharp.js';

/** Work that ends when it is told to. */
function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((done) => {
    open = done;
  });
  return { passed, open: () => open() };
}

test('work of one count runs together, that of another waits for it', async () => {
  const log: string[] = [];
  const [first, second] = [gate(), gate()];
  const run = (name: string, threads: number, until: Promise<void>) =>
    withThreads(threads, async () => {
      log.push(`${name} with ${sharp.concurrency()}`);
      await until;
    });
  const all = [
    run('a', 1, first.passed),
    run('b', 1, second.passed),
    run('c', 2, Promise.resolve()),
    // It comes after what waits already, though its count is in force.
    run('d', 1, Promise.resolve()),
  ];
  await new Promise((done) => setTimeout(done, 5));
  expect(log).toEqual(['a with 1', 'b with 1']);
  first.open();
  await new Promise((done) => setTimeout(done, 5));
  expect(log).toHaveLength(2);
  second.open();
  await Promise.all(all);
  expect(log.slice(2).sort()).toEqual(['c with 2', 'd with 1']);
});

test('a failure lets the others go on', async () => {
  const failing = withThreads(3, () => Promise.reject(new Error('no')));
  const other = withThreads(1, async () => sharp.concurrency());
  await expect(failing).rejects.toThrow('no');
  expect(await other).toBe(1);
});
