import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { createRaster } from '#src/image/raster.js';
import { shrink, withThreads } from '#src/runtimes/sharp.js';

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

test('outputs are freed: a thousand decodes take no more memory than some', () => {
  // In a process of its own, whose memory is of nothing else.
  const module = (name: string) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  const program = `
    const { sharp } = await import(${JSON.stringify(module('image/files/sharp.js'))});
    const { decode, fromRaster, toBytes } = await import(${JSON.stringify(module('runtimes/sharp.js'))});
    const picture = { width: 512, height: 512, channels: 3, depth: 8, data: new Uint8Array(512 * 512 * 3) };
    const clock = { stage: (name, work) => work() };
    const bytes = await toBytes(fromRaster(picture).png());
    const run = async (times) => {
      for (let nth = 0; nth < times; nth++) await decode(bytes, clock, 1e6);
      globalThis.gc();
      return process.memoryUsage.rss();
    };
    console.log(-(await run(100)) + (await run(1000)));`;
  const grown = execFileSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  // Of 786 MB that come out.
  expect(Number(grown)).toBeLessThan(200e6);
});

test.each([
  [1, 8],
  [3, 8],
  [4, 8],
  [1, 16],
  [3, 16],
  [4, 16],
] as const)(
  'a picture of %i channels and %i bits is made smaller in its own layout',
  async (channels, depth) => {
    const [width, height] = [64, 32];
    const size = width * height * channels;
    const data = depth === 8 ? new Uint8Array(size).fill(200) : new Uint16Array(size).fill(51_400);
    const image = createRaster({ width, height, channels, depth, data });
    const small = await shrink(image, 20);
    expect(small).toMatchObject({ width: 20, height: 10, channels, depth });
    // Of one colour all over it stays that colour, but for the rounding of alpha.
    for (const value of small.data)
      expect(Math.abs(value - data[0]!)).toBeLessThanOrEqual(depth === 8 ? 2 : 514);
  },
);

test('a picture is made no lower than one pixel', async () => {
  const line = createRaster({
    width: 900,
    height: 1,
    channels: 3,
    depth: 8,
    data: new Uint8Array(2700),
  });
  expect(await shrink(line, 30)).toMatchObject({ width: 30, height: 1 });
});
