import { WorkError } from '../base/errors.js';
import { createRaster, type Raster } from '../image/raster.js';

/** Interleaved samples as a decoder gives them. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGB and alpha. */
  readonly components: number;
  /** Bits of a sample, 1..16: from 9 up it takes two bytes, the lower one first. */
  readonly bits: number;
  readonly data: Uint8Array;
}

/**
 * A picture of decoded samples: those of up to 8 bits at depth 8, those above at depth 16, spread over
 * the full range of it.
 * @throws WorkError where the samples are not as many as they should be, as after a broken file
 */
export function rasterOf({ width, height, components: channels, bits, data }: Samples): Raster {
  const depth = bits > 8 ? 16 : 8;
  const length = width * height * channels;
  if (data.length * 8 !== length * depth) {
    throw new WorkError('decoder gave too few samples', { code: 'broken-bitstream' });
  }
  const scale = (2 ** depth - 1) / (2 ** bits - 1);
  const samples = depth === 8 ? data : words(data);
  if (scale !== 1) {
    for (let i = 0; i < length; i++) samples[i] = Math.round(samples[i]! * scale);
  }
  return createRaster({ width, height, channels, depth, data: samples });
}

function words(bytes: Uint8Array): Uint16Array {
  const samples = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
  return samples;
}
