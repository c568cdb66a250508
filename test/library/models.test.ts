import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkModel, exportModel, listModels, planModelExport } from '#src/library/models.js';
import { modelIds } from '#src/models/catalogue.js';
import { temporaryFolder } from '../support/folders.ts';
import { scratch } from '../support/scratch.ts';

beforeEach(() => {
  vi.stubEnv('PARETO_MODELS', scratch());
  vi.stubEnv('PARETO_CACHE', scratch());
});
afterEach(() => void vi.unstubAllEnvs());

test('the list has every model, with what brings those that are missing', async () => {
  const listed = await listModels();
  expect(listed.map(({ id }) => id)).toEqual(await modelIds());
  const dists = listed.find(({ id }) => id === 'dists')!;
  expect(dists).toMatchObject({ path: null, kind: 'metric' });
  expect(dists.missing).toContain('models export dists');
  expect(listed.find(({ id }) => id === 'sprig')).toMatchObject({ missing: null });
  // What an export would download is told where it is known: of these no size, and no weights.
  const sizes = new Map(listed.map(({ id, downloadBytes }) => [id, downloadBytes]));
  expect([sizes.get('mbt2018'), sizes.get('walloc')]).toEqual([110e6, 403e6]);
  expect([sizes.get('frappe'), sizes.get('elic2022-official')]).toEqual([null, null]);
});

test('a model that is not here cannot be checked, and an unknown one is refused', async () => {
  await expect(checkModel('dists')).rejects.toMatchObject({ code: 'model-missing' });
  await expect(checkModel('dist')).rejects.toMatchObject({ code: 'unknown-name' });
  await expect(planModelExport('dist')).rejects.toMatchObject({ code: 'unknown-name' });
});

test('an export is ended by its signal, with the program that it runs', async () => {
  const folder = await temporaryFolder({ 'python.js': 'setTimeout(() => {}, 60_000);' });
  const python = process.execPath;
  const plan = await planModelExport('lpips-vgg', { python, weights: 'random:1', out: folder });
  const slow = { ...plan, script: path.join(folder, 'python.js') };
  const abort = new AbortController();
  const reason = new Error('enough');
  const running = exportModel(slow, { signal: abort.signal });
  setTimeout(() => abort.abort(reason), 300);
  await expect(running).rejects.toBe(reason);
  await expect(exportModel(slow, { signal: abort.signal })).rejects.toBe(reason);
});

test('what an export prints is handed on, and its end stands in the error', async () => {
  const script = "console.log('step 1'); console.error('no such weights'); process.exitCode = 3;";
  const folder = await temporaryFolder({ 'python.js': script });
  const python = process.execPath;
  const plan = await planModelExport('lpips-vgg', { python, weights: 'random:1', out: folder });
  const printed: string[] = [];
  const running = exportModel(
    { ...plan, script: path.join(folder, 'python.js') },
    { onOutput: (text) => void printed.push(text) },
  );
  await expect(running).rejects.toMatchObject({
    message: 'the export of lpips-vgg failed with exit status 3',
    code: 'command-failed',
    data: { printed: expect.stringContaining('no such weights\n') },
  });
  expect(printed.join('')).toContain('step 1\n');
});
