import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '#src/base/write-whole.js';
import { type ImportOptions, planImport } from '#src/formats/import.js';
import { scratch } from '../support/scratch.ts';

const curve = (psnr: number) => ({
  ...{ name: 'VTM 9.1', description: 'a paper' },
  results: { bpp: [0.5], 'psnr-rgb': [psnr] },
});

const names = { columns: new Map<string, string>(), metrics: ['psnr'] };

function folder() {
  const results = scratch();
  const plan = (content: unknown, options: Partial<ImportOptions> = {}) => {
    const file = path.join(results, 'vtm.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const fixed = {
      names,
      dataset: undefined,
      label: undefined,
      source: undefined,
      warn: fail,
    };
    return planImport(file, { results, ...fixed, ...options });
  };
  return { results, plan };
}

function fail(message: string): void {
  throw new Error(message);
}

test('a curve is planned under its data set, and the same file again changes nothing', () => {
  const { results, plan } = folder();
  const first = plan(curve(30), { label: 'VTM' });
  expect(first.curves[0]).toMatchObject({
    outcome: 'added',
    curve: { dataset: 'kodak', label: 'VTM', source: 'a paper', file: 'vtm.json' },
  });
  expect(path.dirname(first.files[0]!.file)).toBe(path.join(results, 'reference', 'kodak'));
  writeWhole(first.files);
  const again = plan(curve(30), { label: 'VTM' });
  expect(again.curves.map(({ outcome }) => outcome)).toEqual(['unchanged']);
  expect(again.files).toEqual([]);
  const changed = plan(curve(31), { label: 'VTM' });
  expect(changed.curves.map(({ outcome }) => outcome)).toEqual(['replaced']);
  expect(changed.files.map(({ file }) => file)).toEqual([first.files[0]!.file]);
  expect(plan(curve(31), { label: 'VTM', dataset: 'clic' }).curves[0]!.outcome).toBe('added');
});

test('labels that a file name cannot tell apart are two files', () => {
  const { plan } = folder();
  const names = ['vtm', 'VTM', 'vtm!'].map((label) =>
    path.basename(plan(curve(30), { label }).files[0]!.file),
  );
  expect(names[0]).toBe('vtm.json');
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^vtm(-[0-9a-f]{8})?\.json$/);
});

test('a curve without a metric that is known is left out, with the reason', () => {
  const { plan } = folder();
  const { curves, leftOut } = plan({ name: 'x', results: { bpp: [1], vmaf: [90] } });
  expect(curves).toEqual([]);
  expect(leftOut).toHaveLength(1);
  expect(leftOut[0]).toMatch(/no metric that is known here; vmaf: /);
});

test('a table is of the data set that it, or the user, names', () => {
  const { results } = folder();
  const file = path.join(results, 'mine.csv');
  const fixed = { results, names, label: undefined, source: undefined, warn: fail };
  writeFileSync(file, 'bpp,psnr\n1,30\n2,x\n');
  expect(() => planImport(file, { ...fixed, dataset: undefined })).toThrow(
    /mine\.csv does not say of which data set it is; name that/,
  );
  const { curves, leftOut } = planImport(file, { ...fixed, dataset: 'clic' });
  expect(curves[0]!.curve).toMatchObject({ dataset: 'clic', label: 'mine', source: 'mine.csv' });
  expect(leftOut).toEqual(["line 3: psnr: expected a number, with a point, got 'x'"]);
  writeFileSync(file, 'dataset,bpp,psnr\nkodak,1,30\n');
  expect(planImport(file, { ...fixed, dataset: undefined }).curves[0]!.curve.dataset).toBe('kodak');
});

test('what cannot be imported is told', () => {
  const { results, plan } = folder();
  expect(() => plan('<html>')).toThrow(/vtm\.json is no JSON; a result file of CompressAI/);
  expect(() => plan({ results: 1 })).toThrow(/cannot be imported/);
  expect(() => plan(curve(30), { dataset: '../kodak' })).toThrow("'../kodak' cannot be the name");
  const options = {
    results,
    names,
    dataset: undefined,
    label: undefined,
    source: undefined,
    warn: fail,
  };
  expect(() => planImport(path.join(results, 'none.json'), options)).toThrow(
    /none.json cannot be read/,
  );
});
