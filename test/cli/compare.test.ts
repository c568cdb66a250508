import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const sample = fileURLToPath(new URL('../../datasets/sample', import.meta.url));

const comparing = (...args: string[]) => runPareto(['compare', ...args], { cache: scratch() });

/** A folder with a record for each image, by one version of an engine, as JSON lines. */
function folderOf(...versions: { version: string; bytes: number }[]): string {
  const folder = scratch();
  mkdirSync(path.join(folder, 'rd/set'), { recursive: true });
  const lines = versions.flatMap(({ version, bytes }) =>
    Array.from({ length: 12 }, (_, i) => {
      const spec = 'webp:quality=<b>';
      const settings = { quality: 50 };
      const record = rdOf({ spec, settings, image: `i${i}`, bytes: bytes + i, bpp: 1 });
      const bitstreamSha256 = String(bytes + i).padStart(64, '0');
      const engine = { ...record.engine, version };
      // The key of a record depends on the version of its engine.
      const key = `${version.replace(/\D/g, '')}${i}`.padStart(64, '0');
      return `${JSON.stringify({ ...record, engine, key, bitstreamSha256 })}\n`;
    }),
  );
  writeFileSync(path.join(folder, 'rd/set/webp.jsonl'), lines.join(''));
  return folder;
}

describe('compare', () => {
  test('two real sweeps: one codec that changed its effort, one that did not change', async () => {
    const cache = scratch();
    const folders = [scratch(), scratch()];
    for (const [i, effort] of [0, 6].entries()) {
      const codec = `jpeg:quality=50,webp:effort=${effort},quality=30+60+80+90`;
      const args = ['--dataset', sample, '--limit', '4', '--metrics', 'psnr', '--out', folders[i]!];
      const { status } = await runPareto(['sweep', '--codec', codec, ...args], { cache });
      expect(status).toBe(0);
    }
    const apart = await comparing(...folders);
    expect(apart.stdout).toMatch(/only in A: \d+ of webp:effort=0,quality=30/);
    expect(apart.stdout).toMatch(/only in B: \d+ of webp:effort=6,quality=30/);
    expect(apart.stdout).toMatch(/no change at \d of \d settings: same bytes, same metrics/);
    expect(apart.stdout).toMatch(/nothing became worse for sure/);

    const json = await comparing(...folders, '--ignore', 'effort', '--json');
    const report = JSON.parse(json.stdout);
    const of = (spec: string) =>
      report.subjects.find((each: { spec: string }) => each.spec === spec);
    expect(of('jpeg:quality=50').identical).toBe(of('jpeg:quality=50').pairs);
    expect(of('webp:quality=60').identical).toBe(0);
    const sizes = report.changes.filter(
      ({ kind, subject }: { kind: string; subject: { codec: string } }) =>
        kind === 'size' && subject.codec === 'webp',
    );
    expect(sizes).toHaveLength(4);
    // More effort makes smaller files.
    for (const { value, low, high } of sizes) {
      expect(value).toBeLessThan(1);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    const curve = report.meanCurves.find(({ metric }: { metric: string }) => metric === 'psnr');
    expect(curve.percent).toBeLessThan(-3);
    const text = await comparing(...folders, '--ignore', 'effort');
    expect(text.stdout).toMatch(/^webp:quality=60 +\d+ +0 +0\.\d{4} \[/m);
    expect(text.stdout).toMatch(/^webp +-\d+\.\d\d/m);
  });

  test('two versions in one folder, and a regression ends it with status 1 where asked', async () => {
    const folder = folderOf({ version: '1.0', bytes: 1000 }, { version: '2.0', bytes: 1100 });
    const sides = [folder, '--version-a', '1.0', '--version-b', '2.0'];
    const { status, stdout, stderr } = await comparing(...sides);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/webp: libwebp 1\.0 -> libwebp 2\.0/);
    expect(stdout).toMatch(/12 pairs of one image at one setting, 0 with the same bytes/);
    expect(stdout).toMatch(/1\.09\d\d \[1\.09\d\d, 1\.\d+\] \*/);
    expect(stdout).toMatch(/worse in B:\n- webp:quality=<b> on set: size \+9\.\d\d % bytes/);

    const strict = await comparing(`${folder}@1.0`, `${folder}@2.0`, '--fail-on-regression');
    expect(strict.status).toBe(1);
    expect(strict.stderr).toMatch(/^pareto: 1 regressions; first: webp/);
    const back = await comparing(`${folder}@2.0`, `${folder}@1.0`, '--fail-on-regression');
    expect(back.status).toBe(0);

    const both = await comparing(folder, `${folder}@2.0`);
    expect(both.stdout).toMatch(
      /has libwebp 1\.0 and libwebp 2\.0 of webp at the same settings, of which the last written counts/,
    );
  });

  test('curves without enough settings in common are marked, and no regression', async () => {
    const folders = [0, 1].map((first) => {
      const folder = scratch();
      mkdirSync(path.join(folder, 'rd/set'), { recursive: true });
      const lines = [20, 40, 60, 80].flatMap((base) =>
        Array.from({ length: 12 }, (_, i) => {
          const quality = base + 10 * first;
          const spec = `webp:quality=${quality}`;
          const points = {
            bytes: 1000,
            bpp: 2 ** (quality / 20),
            metrics: { psnr: quality ** 0.5 },
          };
          const settings = { quality };
          const record = rdOf({ spec, settings, knob: 'quality', image: `i${i}`, ...points });
          return `${JSON.stringify(record)}\n`;
        }),
      );
      writeFileSync(path.join(folder, 'rd/set/webp.jsonl'), lines.join(''));
      return folder;
    });
    const { status, stdout } = await comparing(...folders, '--fail-on-regression');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^grids differ: too few settings are on both sides for a curve/m);
    expect(stdout).toMatch(/^webp \(grids differ\) +-?\d+\.\d\d/m);
  });

  test('sides without anything in common are no good news', async () => {
    const [folder, other] = [1, 2].map((n) => folderOf({ version: '1.0', bytes: 1000 * n }));
    const file = path.join(other!, 'rd/set/webp.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"quality":50', '"quality":60'));
    const loose = await comparing(folder!, other!);
    expect(loose.status).toBe(0);
    expect(loose.stdout).toMatch(/\n\nnothing was compared: no codec with its settings has/);
    expect(loose.stdout).not.toContain('nothing became worse');
    const strict = await comparing(folder!, other!, '--fail-on-regression');
    expect([strict.status, strict.stderr]).toEqual([
      1,
      `pareto: nothing of ${folder} and ${other} can be compared\n`,
    ]);
  });

  test('says in one line what it cannot compare', async () => {
    const folder = folderOf({ version: '1.0', bytes: 1000 });
    const empty = scratch();
    for (const [args, message] of [
      [[folder, empty], /holds no records \(npx pareto sweep makes one/],
      [[`${folder}@3.0`, folder], /no records of engine version 3\.0; known: libwebp 1\.0$/],
      [[folder, folder, '--dataset', 'kodak'], /unknown data set 'kodak' in \S+; known: set$/],
      [[folder, folder, '--ignore', 'qualty'], /unknown setting 'qualty'; did you mean quality\?/],
      [[folder, folder, '--metric', 'psrn'], /unknown metric 'psrn'; did you mean psnr\?/],
    ] as const) {
      const { status, stderr } = await comparing(...args);
      expect([args, status]).toEqual([args, 2]);
      expect(stderr.trimEnd()).toMatch(message);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
