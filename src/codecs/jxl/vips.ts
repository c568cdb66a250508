import type { Settings } from '../../base/params.js';
import { openVips } from '../../runtimes/wasm/vips.js';
import type { JxlOptions } from '../../runtimes/wasm/vips-jobs.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { jxlToSrgb, readJxlColour } from './colour.js';
import { jxlFormat } from './format.js';

/** JPEG XL by the libjxl of wasm-vips. */
export async function openJxlVips(
  settings: Settings,
  { threads, maxPixels }: Resources,
): Promise<CodecSession> {
  const options = optionsOf(settings);
  const vips = await openVips({ threads });
  return {
    async encode(image, clock) {
      await vips.ready();
      return clock.stage('encode', () => vips.encode(image, options));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, jxlFormat);
      const colour = clock.stage('parse', () => readJxlColour(bytes));
      await vips.ready();
      const decoded = await clock.stage('decode', () => vips.decode(bytes, maxPixels));
      return clock.stage('finish', () => jxlToSrgb(colour, { ...decoded, isStraight: false }));
    },
    close: () => vips.close(),
  };
}

function optionsOf({ lossless, effort, tier, distance, quality }: Settings): JxlOptions {
  const common = { effort: Number(effort), tier: Number(tier) };
  if (lossless === true) return { ...common, lossless: true };
  if (distance !== undefined) return { ...common, distance: Number(distance) };
  return { ...common, Q: Number(quality) };
}
