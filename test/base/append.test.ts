import { fork, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { scratch } from '../support/scratch.ts';

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('appends whole lines and makes the folder', async () => {
  const file = path.join(scratch(), 'a', 'b.jsonl');
  expect(await appendLines(file, [{ n: 1 }])).toBe(0);
  expect(await appendLines(file, [{ n: 2 }, { n: 3 }])).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('{"n":1}\n{"n":2}\n{"n":3}\n');
});

test('cuts off a torn last line and says how much', async () => {
  const file = path.join(scratch(), 'torn.jsonl');
  writeFileSync(file, '{"n":1}\n{"n":2,"te');
  expect(await appendLines(file, [{ n: 3 }])).toBe(10);
  expect(linesOf(file)).toEqual([{ n: 1 }, { n: 3 }]);
});

test('cuts off a torn line that is longer than one step of the search, and one without any newline', async () => {
  const file = path.join(scratch(), 'long.jsonl');
  writeFileSync(file, `{"n":1}\n{"text":"${'x'.repeat(200_000)}`);
  await appendLines(file, [{ n: 2 }]);
  expect(linesOf(file)).toEqual([{ n: 1 }, { n: 2 }]);
  writeFileSync(file, '{"only');
  await appendLines(file, [{ n: 3 }]);
  expect(linesOf(file)).toEqual([{ n: 3 }]);
});

test('finds the newline before a torn line wherever a step of the search ends', async () => {
  for (const length of [65_535, 65_536, 65_537]) {
    const file = path.join(scratch(), `${length}.jsonl`);
    writeFileSync(file, `\n${'x'.repeat(length)}`);
    expect(await appendLines(file, [{ n: 1 }])).toBe(length);
    expect(readFileSync(file, 'utf8')).toBe('\n{"n":1}\n');
  }
});

test('completes a last line that lacks only its newline', async () => {
  const file = path.join(scratch(), 'nearly.jsonl');
  writeFileSync(file, '{"n":1}\n{"n":2}');
  expect(await appendLines(file, [{ n: 3 }])).toBe(0);
  expect(linesOf(file)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('leaves the file as it was where it cannot write', async () => {
  const folder = scratch();
  const file = path.join(folder, 'is-a-folder.jsonl');
  mkdirSync(file);
  await expect(appendLines(file, [{ n: 1 }])).rejects.toThrow(/EISDIR/);
});

test.skipIf(process.platform === 'win32')(
  'a line that fits in part only is taken back, and the error names the file',
  () => {
    const folder = scratch();
    const file = path.join(folder, 'full.jsonl');
    const module = new URL('../../dist/base/append.js', import.meta.url).href;
    writeFileSync(
      path.join(folder, 'writer.mjs'),
      `import { appendLines } from ${JSON.stringify(module)};
       // The signal ends the program unless somebody listens to it.
       process.on('SIGXFSZ', () => {});
       await appendLines('full.jsonl', [{ n: 1 }]);
       await appendLines('full.jsonl', ['x'.repeat(1e6)]).catch(({ name, message }) => {
         console.log(name, message);
       });`,
    );
    // No file may grow past 64 blocks: the second line is cut off within, as by a full disk.
    const limited = `ulimit -f 64; exec '${process.execPath}' writer.mjs`;
    const { stdout } = spawnSync('sh', ['-c', limited], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toMatch(/^WorkError cannot write full\.jsonl \(EFBIG/);
    expect(readFileSync(file, 'utf8')).toBe('{"n":1}\n');
  },
);

test('two programs that append at once lose and tear nothing', async () => {
  const folder = scratch();
  const file = path.join(folder, 'both.jsonl');
  const script = path.join(folder, 'writer.mjs');
  const module = new URL('../../dist/base/append.js', import.meta.url).href;
  writeFileSync(
    script,
    `import { appendLines } from ${JSON.stringify(module)};
     for (let n = 0; n < 60; n++) await appendLines(${JSON.stringify(file)}, [{ from: process.argv[2], n, pad: 'x'.repeat(5000) }]);`,
  );
  const run = (name: string): Promise<number | null> =>
    new Promise((resolve) => fork(script, [name]).once('exit', resolve));
  expect(await Promise.all([run('a'), run('b')])).toEqual([0, 0]);
  const lines = linesOf(file) as { from: string; n: number }[];
  for (const name of ['a', 'b']) {
    expect(lines.filter(({ from }) => from === name).map(({ n }) => n)).toEqual(
      Array.from({ length: 60 }, (_, n) => n),
    );
  }
});

test('heals what a program that was killed while writing left behind', async () => {
  const file = path.join(scratch(), 'killed.jsonl');
  await appendLines(file, [{ n: 1 }]);
  appendFileSync(file, '{"n":2,"half":');
  expect(await appendLines(file, [{ n: 3 }])).toBe(14);
  expect(linesOf(file)).toEqual([{ n: 1 }, { n: 3 }]);
});
