import { fork, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ownedName } from '#src/base/owned.js';
import { formatOwner, thisProcess } from '#src/base/owner.js';
import { isPlainFile, writeNew, writeWhole } from '#src/base/write-whole.js';
import { scratch } from '../support/scratch.ts';

test('files are written with their folders, and what was there is replaced', () => {
  const folder = scratch();
  const file = path.join(folder, 'deep', 'a.txt');
  writeWhole([{ file, pieces: ['one', new Uint8Array([32, 50])] }]);
  writeWhole([{ file, pieces: ['two'] }]);
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(path.dirname(file))).toEqual(['a.txt']);
});

test('a new file is written at once; what is there, or has no folder, is left to others', () => {
  const folder = scratch();
  const file = path.join(folder, 'a');
  expect(writeNew(file, new Uint8Array([1, 2]))).toBe(true);
  expect([...readFileSync(file)]).toEqual([1, 2]);
  expect(writeNew(file, new Uint8Array([3]))).toBe(false);
  expect(writeNew(path.join(folder, 'none', 'b'), new Uint8Array([3]))).toBe(false);
  expect(writeNew(path.join(folder, 'b'.repeat(300)), new Uint8Array([3]))).toBe(false);
  expect([...readFileSync(file)]).toEqual([1, 2]);
  expect(readdirSync(folder)).toEqual(['a']);
  // One name while they are written, one file after the other.
  const name = ownedName();
  for (const each of ['c', 'd'])
    expect(writeNew(path.join(folder, each), bytesOf(each), name)).toBe(true);
  expect(readFileSync(path.join(folder, 'c'), 'utf8')).toBe('c');
  // A part that is there is not written into.
  writeFileSync(path.join(folder, name), 'x');
  expect(writeNew(path.join(folder, 'e'), bytesOf('e'), name)).toBe(false);
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test('where one file cannot be written all stay as they were', () => {
  const folder = scratch();
  const [first, second] = [path.join(folder, 'a'), path.join(folder, 'b')];
  writeFileSync(first, 'before');
  mkdirSync(path.join(second, 'c'), { recursive: true });
  const files = [
    { file: first, pieces: ['after'] },
    { file: path.join(first, 'below-a-file'), pieces: ['x'] },
  ];
  expect(() => writeWhole(files)).toThrow(
    /^cannot write .*below-a-file: a file stands .*name another place/,
  );
  expect(readFileSync(first, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['a', 'b']);
  // The folder is met when the first file takes its name; the last one stays unwritten.
  const third = path.join(folder, 'c');
  const late = [second, third].map((file) => ({ file, pieces: ['x'] }));
  expect(() => writeWhole(late)).toThrow(/^cannot write .*\/b: it is a folder; name a file$/);
  expect(() => writeWhole([{ file: second, pieces: ['x'] }])).toThrow(
    /^cannot write .*\/b: it is a folder; name a file$/,
  );
  expect(readdirSync(folder)).toEqual(['a', 'b']);
});

// By links of our own: a program that renames onto them replaces the link, and not the device.
test.runIf(existsSync('/dev/full'))('a full disk is told, and a device stays one', () => {
  const folder = scratch();
  const [full, none] = [path.join(folder, 'full'), path.join(folder, 'none')];
  symlinkSync('/dev/full', full);
  symlinkSync('/dev/null', none);
  expect(() => writeWhole([{ file: full, pieces: ['x'.repeat(10_000)] }])).toThrow(
    /^cannot write .*full: the disk is full; free space/,
  );
  writeWhole([{ file: none, pieces: ['x'] }]);
  expect(readlinkSync(none)).toBe('/dev/null');
  expect(readdirSync(folder)).toEqual(['full', 'none']);
});

test('an error of the content itself is passed on, and nothing is left', () => {
  const folder = scratch();
  function* broken(): Generator<string> {
    yield 'x';
    throw new Error('made to fail');
  }
  expect(() => writeWhole([{ file: path.join(folder, 'a'), pieces: broken() }])).toThrow(
    'made to fail',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that this user may not write to is told',
  () => {
    const folder = path.join(scratch(), 'shut');
    mkdirSync(folder, { mode: 0o555 });
    expect(() => writeWhole([{ file: path.join(folder, 'a'), pieces: ['x'] }])).toThrow(
      /^cannot write .*shut.a: it may not be written to by this user; name another place or change/,
    );
  },
);

const module = new URL('../../dist/base/write-whole.js', import.meta.url).href;
const left = (owner = {}): string =>
  `.pareto-${formatOwner({ ...thisProcess(), ...owner })}-0123456789ab`;

test.skipIf(process.platform === 'win32')(
  'where there is no room for all of it the file is as it was, and nothing lies about',
  () => {
    const folder = scratch();
    const file = path.join(folder, 'a');
    writeFileSync(file, 'before');
    writeFileSync(
      path.join(folder, 'w.mjs'),
      `import { writeWhole } from ${JSON.stringify(module)};
       // The signal ends the program unless somebody listens to it.
       process.on('SIGXFSZ', () => {});
       try {
         writeWhole([
           { file: 'new/b', pieces: ['b'] },
           { file: 'a', pieces: ['x'.repeat(10_000), 'x'.repeat(1e6)] },
         ]);
       } catch ({ message }) {
         console.log(message);
       }`,
    );
    // No file may grow past 64 blocks, as where a disk gets full.
    const limited = `ulimit -f 64; exec '${process.execPath}' w.mjs`;
    const { stdout } = spawnSync('sh', ['-c', limited], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toMatch(/^cannot write a: it is larger than a file may be here/);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder).sort()).toEqual(['a', 'w.mjs']);
  },
);

test('a file of the user beside it stays, whatever its name, and what a link there leads to', () => {
  const folder = scratch();
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('my.csv.part'), 'mine');
  writeFileSync(at('precious'), 'mine');
  symlinkSync('precious', at('other.csv.part'));
  for (const name of ['my.csv', 'other.csv']) writeWhole([{ file: at(name), pieces: ['table'] }]);
  expect(readFileSync(at('my.csv.part'), 'utf8')).toBe('mine');
  expect(readFileSync(at('precious'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual([
    ...['my.csv', 'my.csv.part', 'other.csv', 'other.csv.part', 'precious'],
  ]);
});

test('a link stays one: what it leads to is written, in its own folder, there or not', () => {
  const folder = scratch();
  const at = (...names: string[]) => path.join(folder, ...names);
  mkdirSync(at('elsewhere'));
  writeFileSync(at('elsewhere', 'there'), 'before');
  symlinkSync('elsewhere/there', at('a'));
  symlinkSync('a', at('b'));
  symlinkSync('elsewhere/not-yet', at('c'));
  for (const name of ['b', 'c']) writeWhole([{ file: at(name), pieces: [name] }]);
  expect([readlinkSync(at('a')), readlinkSync(at('b')), readlinkSync(at('c'))]).toEqual([
    ...['elsewhere/there', 'a', 'elsewhere/not-yet'],
  ]);
  expect(readFileSync(at('elsewhere', 'there'), 'utf8')).toBe('b');
  expect(readFileSync(at('elsewhere', 'not-yet'), 'utf8')).toBe('c');
  expect(readdirSync(at('elsewhere')).sort()).toEqual(['not-yet', 'there']);
  symlinkSync('loop', at('loop'));
  expect(() => writeWhole([{ file: at('loop'), pieces: ['x'] }])).toThrow(/leads back to itself/);
});

test.skipIf(process.platform === 'win32')('a file keeps its permissions', () => {
  const file = path.join(scratch(), 'private');
  writeFileSync(file, 'before');
  chmodSync(file, 0o640);
  writeWhole([{ file, pieces: ['after'] }]);
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readFileSync(file, 'utf8')).toBe('after');
});

test('folders that were made for a file that failed are gone, those that were there are not', () => {
  const folder = scratch();
  mkdirSync(path.join(folder, 'there'));
  function* broken(): Generator<string> {
    yield 'x';
    throw new Error('made to fail');
  }
  const file = path.join(folder, 'there', 'deep', 'deeper', 'a');
  expect(() => writeWhole([{ file, pieces: broken() }])).toThrow('made to fail');
  expect(readdirSync(folder, { recursive: true })).toEqual(['there']);
});

test('what killed processes left in the folder goes, what others are writing stays', () => {
  const folder = scratch();
  const [dead, alive] = [left({ start: '1' }), left()];
  for (const name of [dead, alive]) writeFileSync(path.join(folder, name), '');
  writeWhole([{ file: path.join(folder, 'a'), pieces: ['x'] }]);
  expect(readdirSync(folder).sort()).toEqual([alive, 'a'].sort());
});

test('parts lie in another folder of the same disk where one is named', () => {
  const folder = scratch();
  const partsIn = path.join(folder, 'parts');
  let there: string[] = [];
  function* pieces(): Generator<string> {
    yield 'x';
    there = readdirSync(partsIn);
  }
  const file = path.join(folder, 'deep', 'a');
  writeWhole([{ file, pieces: pieces() }], { durable: false, partsIn });
  expect(there).toHaveLength(1);
  expect(readdirSync(partsIn)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe('x');
});

test.skipIf(process.platform === 'win32')('standard output is written to, and not replaced', () => {
  const folder = scratch();
  const script = `import { writeWhole } from ${JSON.stringify(module)};
    writeWhole([{ file: '/dev/stdout', pieces: ['table'] }]);`;
  writeFileSync(path.join(folder, 'w.mjs'), script);
  const node = `'${process.execPath}' w.mjs`;
  spawnSync('sh', ['-c', `echo first > log; ${node} >> log`], { cwd: folder });
  expect(readFileSync(path.join(folder, 'log'), 'utf8')).toBe('first\ntable');
  const piped = spawnSync('sh', ['-c', `${node} | cat`], { cwd: folder, encoding: 'utf8' });
  expect(piped.stdout).toBe('table');
  expect([isPlainFile('/dev/stdout'), isPlainFile('/dev/null')]).toEqual([false, false]);
  expect(isPlainFile(path.join(folder, 'w.mjs'))).toBe(true);
  expect(isPlainFile(path.join(folder, 'none'))).toBe(true);
});

test('whoever reads while several write sees a whole file', async () => {
  const folder = scratch();
  const file = path.join(folder, 'a.json');
  writeFileSync(
    path.join(folder, 'w.mjs'),
    `import { writeWhole } from ${JSON.stringify(module)};
     const text = JSON.stringify(process.argv[2].repeat(100_000));
     for (let n = 0; n < 100; n++) {
       const pieces = [text.slice(0, 50_000), text.slice(50_000)];
       writeWhole([{ file: ${JSON.stringify(file)}, pieces }], { durable: false });
     }`,
  );
  writeWhole([{ file, pieces: [JSON.stringify('0'.repeat(100_000))] }]);
  let running = 3;
  for (const name of ['a', 'b', 'c']) {
    fork(path.join(folder, 'w.mjs'), [name]).once('exit', (status) => {
      expect(status).toBe(0);
      running -= 1;
    });
  }
  let reads = 0;
  for (; running > 0; reads++) {
    expect(new Set(JSON.parse(readFileSync(file, 'utf8'))).size).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(reads).toBeGreaterThan(10);
  expect(readdirSync(folder).sort()).toEqual(['a.json', 'w.mjs']);
});
