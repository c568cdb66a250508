import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReferences } from '#src/leaderboard/references.js';
import { referenceCurve } from '#src/results/reference.js';
import { runPareto } from '../support/pareto.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

const importing = (...args: string[]) => runPareto(['import', ...args], { cache: os.tmpdir() });

const vtm = '{"name": "VTM", "results": {"bpp": [0.5, 1], "psnr-rgb": [30, NaN]}}';

function fileOf(text: string, name = 'vtm.json'): { file: string; out: string } {
  const folder = scratch();
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return { file, out: path.join(folder, 'results') };
}

describe('import', () => {
  test('warns of a data set on which nothing was measured', async () => {
    const { file, out } = fileOf(vtm);
    mkdirSync(path.join(out, 'rd', 'kodak'), { recursive: true });
    writeFileSync(path.join(out, 'rd', 'kodak', 'jpeg.jsonl'), '');
    expect((await importing(file, '--out', out)).stderr).toBe('');
    const { status, stderr } = await importing(file, '--out', out, '--dataset', 'nope');
    expect(status).toBe(0);
    expect(stderr).toContain("nothing was measured on data set 'nope'");
    expect(stderr).toContain('measured: kodak; name another (--dataset)');
  });

  test('takes in a curve, the same file twice changes nothing, another one replaces it', async () => {
    const { file, out } = fileOf(vtm);
    const first = await importing(file, '--out', out);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/vtm +kodak +2 +psnr +added/);
    const stored = path.join(out, 'reference/kodak/vtm.json');
    const text = readFileSync(stored, 'utf8');
    expect(referenceCurve.parse(JSON.parse(text))).toMatchObject({
      label: 'vtm',
      file: 'vtm.json',
      points: [
        { bpp: 0.5, metrics: { psnr: 30 } },
        { bpp: 1, metrics: { psnr: null } },
      ],
    });
    expect((await importing(file, '--out', out)).stdout).toMatch(/unchanged/);
    expect(readFileSync(stored, 'utf8')).toBe(text);
    writeFileSync(file, vtm.replace('30', '31'));
    expect((await importing(file, '--out', out)).stdout).toMatch(/replaced/);
    expect(readdirSync(path.dirname(stored))).toEqual(['vtm.json']);
    expect(readFileSync(stored, 'utf8')).not.toBe(text);
  });

  test('takes in a table, with its columns mapped, and tells wrong rows with their lines', async () => {
    const { file, out } = fileOf('rate,PSNR (dB)\n1,30\n2,x\n3,36\n', 'mine.csv');
    const columns = ['--columns', 'bpp=rate,psnr=PSNR (dB)', '--dataset', 'kodak'];
    const { status, stdout, stderr } = await importing(file, '--out', out, ...columns);
    expect(status).toBe(0);
    expect(stdout).toMatch(/mine +kodak +2 +psnr +added/);
    expect(stderr).toContain("left out: line 3: psnr: expected a number, with a point, got 'x'");
    for (const [args, message] of [
      [['--columns', 'bpp'], "--columns takes field=column, …, got 'bpp'"],
      [['--columns', 'bpp=rat'], "unknown column 'rat'; did you mean rate?"],
      [columns.slice(0, 2), 'does not say of which data set it is; name that (--dataset)'],
    ] as const) {
      const ended = await importing(file, '--out', out, ...args);
      expect([args, ended.status]).toEqual([args, 2]);
      expect(ended.stderr).toContain(message);
    }
  });

  test('takes in the batches that export writes', async () => {
    const out = scratch();
    mkdirSync(path.join(out, 'rd/set'), { recursive: true });
    const records = [20, 40].map((quality) =>
      rdOf({
        ...{ spec: `webp:quality=${quality}`, image: 'a', settings: { quality }, knob: 'quality' },
        ...{ bpp: quality / 20, metrics: { psnr: quality } },
      }),
    );
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(path.join(out, 'rd/set/webp.jsonl'), lines);
    const to = path.join(out, 'batches');
    const cache = os.tmpdir();
    await runPareto(['export', '--out', out, '--format', 'codec-compare', '--to', to], { cache });
    const { status, stderr } = await importing(path.join(to, 'set/batches.json'), '--out', out);
    expect([status, stderr]).toEqual([0, '']);
    expect(readReferences(out, () => {})).toMatchObject([
      {
        ...{ label: 'webp', dataset: 'set', file: 'webp.json' },
        points: [
          { bpp: 1, metrics: { psnr: 20 } },
          { bpp: 2, metrics: { psnr: 40 } },
        ],
      },
    ]);
  });

  test('a label is data, whatever stands in it', async () => {
    const { file, out } = fileOf(vtm);
    const label = '../../<img src=x onerror=alert(1)>';
    const options = ['--out', out, '--label', label, '--dataset', 'my set', '--source', 'me, 2026'];
    expect((await importing(file, ...options)).status).toBe(0);
    expect(readReferences(out, () => {})).toMatchObject([
      { label, dataset: 'my set', source: 'me, 2026' },
    ]);
    expect(readdirSync(path.join(out, 'reference/my set'))).toEqual([
      expect.stringMatching(/^img-src-x-onerror-alert-1-[0-9a-f]{8}\.json$/),
    ]);
  });

  test('says in one line what is wrong with a file', async () => {
    for (const [text, ...rest] of [
      ['no json', /vtm\.json is no JSON; a result file of CompressAI/],
      [
        '{"results": {"psnr-rgb": [1]}}',
        /cannot be imported: results\.bpp: it is missing; a result/,
      ],
      [
        vtm,
        /'\.\.\/up' cannot be the name of a data set; give one \(--dataset\)/,
        '--dataset',
        '../up',
      ],
      ['{"codecs": {}}', /--label is of a file with one curve; .* has 0/, '--label', 'x'],
    ] as const) {
      const [message, ...args] = rest;
      const { file, out } = fileOf(text);
      const { status, stderr } = await importing(file, '--out', out, ...args);
      expect([text, status]).toEqual([text, 2]);
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
    const { status, stderr } = await importing('/none/such.json');
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^pareto: .* cannot be read: ENOENT/),
    ]);
  });

  test('a curve without a metric that is known here is told and not stored', async () => {
    const { file, out } = fileOf('{"results": {"bpp": [1], "ms-ssim-db-rgb": [12]}}');
    const { status, stdout, stderr } = await importing(file, '--out', out);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^pareto: no curve of .*vtm\.json could be taken in: a curve needs/m);
    expect(stderr).toMatch(/vtm\.json: no metric that is known here; ms-ssim-db-rgb/);
    expect(readReferences(out, () => {})).toEqual([]);
  });
});

describeShared('published curves of Kodak', () => {
  test('are taken in, but for those in decibels alone', async () => {
    const out = scratch();
    const collection = shared('reference/kodak-compressai.json');
    const { status, stderr } = await importing(collection, '--out', out);
    expect(status).toBe(0);
    expect(stderr.match(/left out/g)).toHaveLength(5);
    const curves = readReferences(out, (message) => expect.unreachable(message));
    expect(curves).toHaveLength(45);
    expect(new Set(curves.map(({ label }) => label)).size).toBe(45);
    expect(curves.find(({ label }) => label === 'vtm')?.points[0]).toEqual({
      bpp: 0.04824490017361111,
      metrics: { psnr: 26.14484539430146, 'ms-ssim': 0.8606081604957581 },
      encodeSeconds: 18.935188223918278,
      decodeSeconds: 0.06871533393859863,
    });
  });
});
