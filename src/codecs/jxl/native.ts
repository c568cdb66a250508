import { availableParallelism } from 'node:os';
import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import type { Raster } from '../../image/raster.js';
import { openLibjxl, openLibjxlThreads } from '../../runtimes/ffi/libjxl.js';
import { openJxlDecoder } from '../../runtimes/ffi/libjxl-decode.js';
import { type JxlEncodeOptions, openJxlEncoder } from '../../runtimes/ffi/libjxl-encode.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { jxlToSrgb, readJxlColour } from './colour.js';
import { jxlFormat } from './format.js';

/** JPEG XL by the libjxl of the system. */
export async function openJxlNative(
  settings: Settings,
  { threads, maxPixels }: Resources,
): Promise<CodecSession> {
  const found = openLibjxl();
  if ('missing' in found) throw new WorkError(found.missing);
  const options = optionsOf(settings);
  const encoder = openJxlEncoder(found.library, threads);
  const decoder = openJxlDecoder(found.library);
  return {
    encode: async (image, clock) => clock.stage('encode', () => encoder.encode(image, options)),
    async decode(bytes, clock) {
      requireFormat(bytes, jxlFormat);
      const colour = clock.stage('parse', () => readJxlColour(bytes));
      const decoded = clock.stage('decode', () => decoder.decode(bytes, maxPixels));
      return clock.stage('finish', () => jxlToSrgb(colour, decoded));
    },
    close: async () => encoder.close(),
  };
}

/** As many threads as there are processors, up to 4; 1 where libjxl comes without its threads. */
export function jxlThreads(): number {
  const found = openLibjxl();
  if ('missing' in found || 'missing' in openLibjxlThreads(found.library)) return 1;
  return Math.min(4, availableParallelism());
}

/**
 * A file of samples that are of an ICC profile, which the file tells.
 * @throws WorkError where libjxl is not here, or refuses the profile
 */
export function encodeJxlWithProfile(
  image: Raster,
  settings: Settings,
  profile: Uint8Array,
  threads: number,
): Uint8Array {
  const found = openLibjxl();
  if ('missing' in found) throw new WorkError(found.missing);
  const encoder = openJxlEncoder(found.library, threads);
  try {
    return encoder.encode(image, { ...optionsOf(settings), profile });
  } finally {
    encoder.close();
  }
}

/** Progressive is what cjxl's --progressive sets. */
function optionsOf(settings: Settings): JxlEncodeOptions {
  const { effort, tier, lossless, distance, quality, progressive, modular, epf, photon_noise } =
    settings;
  const target = lossless === true ? 0 : Number(distance ?? distanceOf(Number(quality)));
  const common = { effort: Number(effort), decodingSpeed: Number(tier) };
  const isModular = modular === true || target === 0;
  const byRefinement = { progressiveAc: 1, progressiveDc: 1, groupOrder: 1, patches: 0 };
  return {
    distance: target,
    photonNoise: Number(photon_noise ?? 0),
    frame: {
      ...common,
      ...(modular === true ? { modular: 1 } : {}),
      ...(epf === undefined ? {} : { epf: Number(epf) }),
      ...(progressive === true ? { responsive: 1 } : {}),
      ...(progressive === true && !isModular ? byRefinement : {}),
    },
  };
}

/** JxlEncoderDistanceFromQuality, which libjxl has from 0.9 on. */
export function distanceOf(quality: number): number {
  if (quality >= 100) return 0;
  if (quality >= 30) return 0.1 + (100 - quality) * 0.09;
  return (53 / 3000) * quality ** 2 - (23 / 20) * quality + 25;
}
