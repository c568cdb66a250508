import type { Param } from '../../base/params.js';

/** The scale of quality that libjpeg brought: the rate knob of its kin. */
export const libjpegQuality = {
  type: 'integer',
  min: 1,
  max: 100,
  default: 75,
  sweep: [5, 10, 20, 30, 40, 50, 60, 75, 85, 90, 95],
  meaning: "scale of the quantisation tables, as libjpeg's",
} as const satisfies Param;
