import { encodePng } from '../image/files/save.js';
import { createRaster } from '../image/raster.js';
import type { ErrorMap, MapDefinition } from './metric.js';

/** An error map as a grey PNG of 8 bit: 0 is no error, 255 is `full` or more, linear in between. */
export async function renderMap(
  { width, height, data }: ErrorMap,
  { full }: MapDefinition,
): Promise<Uint8Array> {
  const samples = new Uint8Array(width * height);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = Math.round(255 * Math.min(1, Math.max(0, data[i]! / full)));
  }
  return encodePng(createRaster({ width, height, channels: 1, depth: 8, data: samples }));
}
