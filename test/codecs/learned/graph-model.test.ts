import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGraphModel } from '#src/codecs/learned/graph-model.js';
import { scratch } from '../../support/scratch.ts';
import { tinyModel } from './tiny.ts';

test('a graph model with weights that are others is refused before TensorFlow.js is loaded', async () => {
  const { card } = await tinyModel();
  const shard = path.join(scratch(), 'weights.bin');
  writeFileSync(shard, 'others');
  const sha256 = '0'.repeat(64);
  const file = { path: 'model.json', sha256, bytes: 6, shards: [{ path: shard, sha256 }] };
  await expect(openGraphModel(card, 'synthesis', file)).rejects.toThrow(/expected .*SHA-256 000/);
});
