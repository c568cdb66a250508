import type { Estimator } from '../estimator.js';
import { sampleTiles } from '../sampling/tile-sample.js';
import { fixedTiles } from '../tiles/fixed.js';
import { balancedCount, noRoom, tileSide } from '../tiles/plan.js';

/** Tiles at full resolution at fixed places: as many as the balanced ones, evenly spread. */
export const tiles: Estimator = {
  id: 'tiles',
  title: 'Fixed tiles',
  meaning: 'tiles at full resolution, evenly spread, compressed as one mosaic',
  ofParts: true,
  refuses: ({ picture }) => noRoom(picture),
  async sample(question) {
    const count = balancedCount(question.picture)!;
    const { sample } = await sampleTiles(question, fixedTiles(question.picture, count, tileSide));
    return sample;
  },
};
