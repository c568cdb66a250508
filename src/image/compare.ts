import { sameBytes } from '../base/bytes.js';
import { convert } from './convert.js';
import type { Channels, Depth, Raster } from './raster.js';

/**
 * Whether both show exactly the same picture, sample for sample, once both are widened without loss
 * to one layout: grey as RGB of three equal samples, no alpha as opaque, 8 bit as v * 257. The
 * colour of fully transparent pixels counts too. Pictures of differing sizes are never the same.
 */
export function sameSamples(a: Raster, b: Raster): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  const layout = {
    channels: Math.max(a.channels, b.channels) as Channels,
    depth: Math.max(a.depth, b.depth) as Depth,
  };
  return sameBytes(viewOf(convert(a, layout)), viewOf(convert(b, layout)));
}

function viewOf({ data }: Raster): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
