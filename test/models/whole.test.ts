import { statSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ModelCard } from '#src/models/card.js';
import { loadCard, projectModels } from '#src/models/catalogue.js';
import { locateWhole } from '#src/models/whole.js';
import { temporaryFolder } from '../support/folders.ts';

beforeEach(async () => {
  vi.stubEnv('PARETO_MODELS', '');
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
});

test('a file that many graphs are in counts once', async () => {
  const files = ['analysis.onnx', 'synthesis.onnx', 'context.onnx'].map((file) =>
    path.join(projectModels, 'sprig', file),
  );
  expect(await locateWhole(await loadCard('sprig'))).toEqual({
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    path: files[0],
    missing: null,
  });
});

test('the shards of a model that is not here count too', async () => {
  const real = await loadCard('taef2');
  const graph = Object.values(real.graphs)[0]!;
  const file = { ...graph.files[0]!, file: 'a.json', sha256: 'a'.repeat(64), bytes: 100 };
  const shards = [1000, 2000].map((bytes, i) => ({
    file: `shard${i}.bin`,
    sha256: String(i).repeat(64),
    bytes,
  }));
  const card: ModelCard = {
    ...real,
    graphs: { analysis: { ...graph, runtime: 'tfjs', files: [{ ...file, shards }] } },
  };
  const { bytes, path: where, missing } = await locateWhole(card);
  expect([bytes, where]).toEqual([3100, null]);
  expect(missing).toMatch(/^a\.json is not here/);
});
