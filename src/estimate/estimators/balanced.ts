import type { Estimator } from '../estimator.js';
import { balancedSample } from '../sampling/tile-sample.js';
import { noRoom } from '../tiles/plan.js';
import { exact } from './exact.js';

/**
 * Tiles at full resolution whose bits and coefficients as JPEGs match the whole picture's, in one mosaic.
 * Seams cost bits: a linear model of them comes from the calibration.
 */
export const balanced: Estimator = {
  id: 'balanced',
  title: 'Balanced tiles',
  meaning:
    'tiles that match the whole picture in bits and coefficients of JPEG, compressed as one mosaic',
  ofParts: true,
  refuses: ({ picture }) => noRoom(picture),
  async sample(question) {
    return (await balancedSample(question))?.sample ?? exact.sample(question);
  },
};
