import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { modelsCommand } from '#src/cli/models.js';
import { modelIds } from '#src/models/catalogue.js';
import { temporaryFolder } from '../support/folders.ts';
import { printedBy } from '../support/printed.ts';

type Args = Parameters<typeof modelsCommand>[0];
const print = async (args: Partial<Args>) => {
  const usual = { action: 'list', json: false, yes: false } as const;
  const levels = { quality: undefined, tuned: undefined, checkpoint: undefined };
  const rest = { id: undefined, weights: undefined, python: undefined, out: undefined, ...levels };
  return (await printedBy(() => modelsCommand({ ...usual, ...rest, ...args }))).out;
};

// Folders without any model beside the project's own.
beforeEach(async () => {
  vi.stubEnv('PARETO_MODELS', await temporaryFolder());
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
});
afterEach(() => void vi.unstubAllEnvs());

test('the list tells of a model that is missing what brings it', async () => {
  expect(await print({})).toMatch(/^lpips\S* +metric +\d+\.\d .* no$/m);
  expect(await print({})).toMatch(/^dists, .*lpips-vgg: ID\.onnx is not here: .*models export ID/m);
  const listed = JSON.parse(await print({ json: true })) as { id: string; path: unknown }[];
  expect(listed.map(({ id }) => id)).toEqual(await modelIds());
  expect(listed.find(({ id }) => id === 'dists')).toMatchObject({ kind: 'metric', path: null });
});

test('check takes the models that are here: one comes with the project', async () => {
  expect(await print({ action: 'check' })).toMatch(/^lpips-alex: .*lpips-alex\.onnx$/m);
});

test('check of a model that is not here, export without an id, an id that is none', async () => {
  await expect(print({ action: 'check', id: 'lpips-vgg' })).rejects.toThrow(WorkError);
  await expect(print({ action: 'check', id: 'lpips-vgg' })).rejects.toThrow(/is not here: /);
  await expect(print({ action: 'export' })).rejects.toThrow(UsageError);
  await expect(print({ action: 'export' })).rejects.toThrow('needs the id of a model');
  await expect(print({ action: 'check', id: 'dist' })).rejects.toThrow("unknown model 'dist'");
});
