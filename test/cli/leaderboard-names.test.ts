import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { failedRdOf, rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

/** Results of two codecs at as many qualities as told, on two images. */
function resultsOf(qualities: readonly number[], versions = ['1']): string {
  const folder = scratch();
  const points = qualities.flatMap((quality) =>
    ['jpeg', 'webp'].flatMap((codec, n) =>
      ['a', 'b'].flatMap((image, i) =>
        versions.map((version) =>
          rdOf({
            engine: { name: 'engine', version, runtime: 'native' },
            spec: `${codec}:quality=${quality}`,
            image,
            settings: { quality },
            knob: 'quality',
            bpp: (quality / 20) * (1 - n * (0.2 + 0.2 * i)),
            metrics: { psnr: 20 + quality / 5 },
            dataset: 'set',
          }),
        ),
      ),
    ),
  );
  mkdirSync(path.join(folder, 'rd', 'set'), { recursive: true });
  const text = points.map((point) => `${JSON.stringify(point)}\n`).join('');
  writeFileSync(path.join(folder, 'rd', 'set', 'all.jsonl'), text);
  return folder;
}

const leaderboard = (out: string, ...args: string[]) =>
  runPareto(['leaderboard', '--out', out, ...args], { cache: os.tmpdir() });

test.each([
  [['--anchor', 'jepg'], "unknown anchor 'jepg'; did you mean jpeg? known: jpeg, webp"],
  [['--dataset', 'sett'], "unknown data set 'sett'; did you mean set? known: set"],
])('%s, which no record has, is refused before anything is written', async (args, message) => {
  const out = resultsOf([20]);
  const { status, stderr } = await leaderboard(out, ...args);
  expect(status).toBe(2);
  expect(stderr).toContain(`pareto: ${message}\n`);
  expect(existsSync(path.join(out, 'leaderboard.json'))).toBe(false);
});

test('the interval stands with the figure that it is of', async () => {
  const { status, stdout } = await leaderboard(resultsOf([20, 40, 60, 80]), '--anchor', 'jpeg');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^webp .* -30\.0 \[-40\.0, -20\.0\] \/ -30\.00$/m);
});

test('an anchor that is no curve is told in one line', async () => {
  const out = resultsOf([20, 40, 60, 80]);
  const file = path.join(out, 'rd', 'set', 'all.jsonl');
  const exact = (quality: number) => ({
    settings: { quality },
    metrics: { psnr: null },
    exact: true,
  });
  for (const record of [
    rdOf({ spec: 'png', image: 'a', dataset: 'set', metrics: { psnr: null }, exact: true }),
    rdOf({ spec: 'gif', image: 'a', dataset: 'set' }),
    rdOf({ spec: 'qoi:quality=1', image: 'a', dataset: 'set', knob: 'quality', ...exact(1) }),
    rdOf({ spec: 'qoi:quality=2', image: 'a', dataset: 'set', knob: 'quality', ...exact(2) }),
  ])
    appendFileSync(file, `${JSON.stringify(record)}\n`);
  for (const [anchor, why] of [
    ['png', 'it has one point and it is lossless'],
    ['gif', 'it has one point'],
    ['qoi', 'it is lossless'],
  ] as const) {
    const { status, stderr } = await leaderboard(out, '--anchor', anchor, '--pictures', 'none');
    expect([status, stderr]).toEqual([
      0,
      `warning: set: nothing is compared with the anchor ${anchor}, as ${why}, which is no curve; --anchor names another\n`,
    ]);
  }
  const { stderr } = await leaderboard(out, '--anchor', 'webp', '--pictures', 'none');
  expect(stderr).toBe('');
});

test('of two versions of the anchor the choice is said, and @VERSION makes it', async () => {
  const out = resultsOf([20, 40, 60, 80], ['1', '2']);
  const { stdout } = await leaderboard(out);
  expect(stdout).toContain('against jpeg (engine 2)');
  expect(stdout).toContain('--anchor jpeg@1 or --anchor jpeg@2 chooses');
  const chosen = await leaderboard(out, '--anchor', 'jpeg@1');
  expect(chosen.stdout).toContain('against jpeg (engine 1)');
  const { status, stderr } = await leaderboard(out, '--anchor', 'jpeg@3');
  expect(status).toBe(2);
  expect(stderr).toContain('known: jpeg@1, jpeg@2');
});

test('versions are offered of the curve that the name stands for, and of no other of its codec', async () => {
  const out = resultsOf([20, 40, 60, 80]);
  const other = rdOf({
    engine: { name: 'other', version: '9', runtime: 'wasm' },
    spec: 'jpeg:engine=other,quality=20',
    image: 'a',
    settings: { engine: 'other', quality: 20 },
    knob: 'quality',
    dataset: 'set',
  });
  appendFileSync(path.join(out, 'rd', 'set', 'all.jsonl'), `${JSON.stringify(other)}\n`);
  const { status, stderr } = await leaderboard(out, '--anchor', 'jpeg@9');
  expect([status, stderr]).toEqual([
    2,
    "pareto: unknown anchor 'jpeg@9'; did you mean jpeg@1? known: jpeg@1\n",
  ]);
  const chosen = await leaderboard(out, '--anchor', 'jpeg:engine=other@9');
  expect(chosen.status).toBe(0);
});

test('a data set on which every job failed has no anchor to name', async () => {
  const out = scratch();
  mkdirSync(path.join(out, 'rd', 'set'), { recursive: true });
  const failed = failedRdOf({ spec: 'jpeg', image: 'a', dataset: 'set' });
  writeFileSync(path.join(out, 'rd', 'set', 'jpeg.jsonl'), `${JSON.stringify(failed)}\n`);
  const { status, stdout } = await leaderboard(out);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^jpeg +libjpeg 1\.0 +0 +-$/m);
  expect(stdout).toContain('set: no curve, as no job went well\n');
});

test('curves too short for a BD-rate are no empty table', async () => {
  const { status, stdout } = await leaderboard(resultsOf([20]));
  expect(status).toBe(0);
  expect(stdout).toContain('set: no BD-rate against jpeg; the page tells the reasons\n');
});

test('of two versions of the anchor, the one that counts is told', async () => {
  const { stdout } = await leaderboard(resultsOf([20, 40, 60, 80], ['2.0', '1.0']));
  expect(stdout).toMatch(/^set: BD-rate in % against jpeg \(engine \d\.0\): mean/m);
});
