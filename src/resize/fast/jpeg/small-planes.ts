import type { JpegPipeline } from '../../../codecs/jpeg/wasm/pipeline.js';
import type { JpegHead, JpegPlanes } from '../../../codecs/jpeg/wasm/planes.js';
import { type Size, sourceArea } from '../../geometry.js';
import type { FastScaling } from '../contract.js';

/** How a JPEG becomes smaller planes. */
export interface PlaneScaling extends FastScaling {
  readonly head: JpegHead;
  readonly lenient: boolean;
  readonly maxPixels: number;
  /** Of the result. */
  readonly subsampling: JpegPlanes['subsampling'];
}

/**
 * Decodes a JPEG at the smallest scale that has as many samples as the picture gets, and resamples it.
 * @returns planes upright, by how much smaller they were decoded, and what is wrong with the file
 * @throws WorkError for a file that is refused, and for a damaged one unless `lenient`
 */
export function smallPlanes(
  pipeline: JpegPipeline,
  bytes: Uint8Array,
  scaling: PlaneScaling,
): { planes: JpegPlanes; scale: number; damage: string | null } {
  const { head, window, filter, lenient, maxPixels, subsampling } = scaling;
  const scale = scaleFor(head, scaling.scaled);
  const decoded = pipeline.decode(bytes, { head, scale, lenient, maxPixels });
  const small = pipeline.resample(decoded, {
    ...{ width: window.width, height: window.height, filter },
    crop: sourceArea(head, scaling),
    subsampling: decoded.planes.length === 1 ? [1, 1] : subsampling,
  });
  const planes = pipeline.orient(small, head.orientation);
  return { planes, scale, damage: decoded.damage };
}

/** The smallest decode that has as many samples as the picture gets, a half, a quarter, an eighth of a side. */
function scaleFor({ width, height }: JpegHead, scaled: Size): 1 | 2 | 4 | 8 {
  const fits = (scale: number): boolean =>
    Math.ceil(width / scale) >= scaled.width && Math.ceil(height / scale) >= scaled.height;
  return ([8, 4, 2] as const).find(fits) ?? 1;
}
