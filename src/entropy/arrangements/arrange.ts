import type { ArrangementId } from '../coder.js';
import { checkLatents, type LatentShape, type Latents, latentCount } from '../latents.js';
import { nested } from './nested.js';
import { emptySheet, fillSheet, type Sheet, type SheetPlan } from './sheet.js';
import { stacked } from './stacked.js';
import { strided } from './strided.js';
import { tiled } from './tiled.js';

/**
 * The sheets that groups of these shapes make, by the shapes alone. `nested` falls back to `stacked`
 * where the groups are not the scales of a wavelet transform, `strided` to `tiled` where their planes
 * are not 3 n².
 */
export function planSheets(
  shapes: readonly LatentShape[],
  arrangement: ArrangementId,
): readonly SheetPlan[] {
  switch (arrangement) {
    case 'stacked':
      return stacked(shapes);
    case 'tiled':
      return tiled(shapes);
    case 'nested':
      return nested(shapes) ?? stacked(shapes);
    case 'strided':
      return strided(shapes);
  }
}

/**
 * The groups as sheets.
 * @throws WorkError for a group whose values are not as many as its shape has
 */
export function arrange(groups: readonly Latents[], arrangement: ArrangementId): Sheet[] {
  checkLatents(groups);
  return planSheets(groups, arrangement).map((plan) => fillSheet(plan, groups));
}

/** The groups that the sheets were made of: the inverse of `arrange`. */
export function disarrange(
  sheets: readonly Sheet[],
  shapes: readonly LatentShape[],
  arrangement: ArrangementId,
): Latents[] {
  const groups = shapes.map(({ channels, height, width }) => ({
    channels,
    height,
    width,
    data: new Int16Array(latentCount({ channels, height, width })),
  }));
  for (const [index, plan] of planSheets(shapes, arrangement).entries()) {
    emptySheet(plan, sheets[index]!, groups);
  }
  return groups;
}
