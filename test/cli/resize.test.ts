import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { infoText, resizeText } from '#src/cli/resize-output.js';
import { encode } from '#src/codecs/encode.js';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const { bytes: jpeg } = await encode(picture(64, 48), 'jpeg:quality=95');
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = scratch();
  mkdirSync(at('in'));
  writeFileSync(at('in/a.jpg'), jpeg);
});
const run = (...args: string[]) => runPareto(['resize', ...args], { cache: at('cache') });

/** Runs the program with something on its standard input. */
function runWith(input: Uint8Array | string, ...args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, 'resize', ...args], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.once('close', resolve);
    child.stdin.end(input);
  });
}

describe('pareto resize', () => {
  test('tells every file as JSON, and status 1 where one failed', async () => {
    writeFileSync(at('in/b.jpg'), jpeg.subarray(0, 200));
    const { status, stdout } = await run(at('in'), '--out', at('out'), '--width', '32', '--json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(['files', 'seconds', 'threads']);
    expect(report.files).toMatchObject([
      {
        input: at('in/a.jpg'),
        output: at('out/a.jpg'),
        width: 32,
        height: 24,
        path: 'fast',
        error: null,
      },
      { input: at('in/b.jpg'), width: null, path: null, bytes: null },
    ]);
    expect(report.files[1].error).toContain('b.jpg');
    expect(readdirSync(at('out'))).toEqual(['a.jpg']);
  });

  test('explains which way each went', async () => {
    const { status, stdout } = await run(
      at('in'),
      '--out',
      at('out'),
      '--width',
      '32',
      '--explain',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/a\.jpg +32x24 +\d+ +fast +decoded at 1\/2, lanczos3/);
  });

  test('wrong use ends before any work', async () => {
    for (const [args, message] of [
      [['--width', '0'], 'width takes a whole number'],
      [['--fit', 'cover'], 'needs width and height'],
      [['--format', 'jpg,web'], 'did you mean webp'],
      [['--name', '../{name}'], 'stays in the folder'],
    ] as const) {
      const { status, stderr } = await run(at('in'), '--out', at('out'), ...args);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    expect(existsSync(at('out'))).toBe(false);
  });

  test('takes a picture, or a list, from standard input', async () => {
    expect(await runWith(jpeg, '-', '--out', at('out'), '--width', '20')).toBe(0);
    expect(readdirSync(at('out'))).toEqual(['stdin.jpg']);
    expect(await runWith(`${at('in/a.jpg')}\n`, '--list', '-', '--out', at('two'))).toBe(0);
    expect(readdirSync(at('two'))).toEqual(['a.jpg']);
    expect(Buffer.compare(readFileSync(at('two/a.jpg')), jpeg)).toBe(0);
  });

  test('tells what a picture is', async () => {
    const { stdout } = await run('info', at('in/a.jpg'));
    expect(stdout).toMatch(/a\.jpg +JPEG +64x48 +RGB +8/);
    const { stdout: json } = await run('info', at('in/a.jpg'), '--json');
    expect(JSON.parse(json)).toMatchObject({ width: 64, height: 48, bytes: jpeg.length });
  });

  test('a full disk is an error, and nothing is half-written', async () => {
    // /dev/full takes no byte.
    if (!existsSync('/dev/full')) return;
    const jobs = [{ input: at('in/a.jpg'), width: 9, format: 'jpeg', output: '/dev/full' }];
    writeFileSync(at('jobs.json'), JSON.stringify(jobs));
    const { status, stdout } = await run('--manifest', at('jobs.json'));
    expect([status, stdout]).toEqual([1, expect.stringContaining('the disk is full')]);
  });
});

test('the sum of a batch in words', () => {
  const file = {
    ...{ input: 'a', output: 'b', width: 1, height: 2, bytes: 2_000_000, path: 'fast' as const },
    ...{ seconds: 1, error: null, note: '' },
  };
  const report = { files: [file, file], seconds: 2, threads: 2, interrupted: false };
  expect(resizeText(report, false)).toBe('2 written, 4.0 MB, 2.00 s, 1.0 a second, 2 threads');
  const info = {
    ...{ file: 'a', format: 'PNG', width: 1, height: 2, orientation: 1, colours: 'grey', bits: 8 },
    ...{ frames: 1, profileBytes: 0, metadataBytes: 0, bytes: 9 },
  };
  expect(infoText([info])).toContain('1x2');
});
