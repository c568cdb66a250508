import type { Timing } from '../base/clock.js';
import { pageCodecs } from '../codecs/browser/page-registry.js';
import { demandStorable } from '../codecs/limits.js';
import { type OpenCodec, openCodec } from '../codecs/open-codec.js';
import type { Raster } from '../image/raster.js';
import type { ImageSample, Sample } from '../sweeps/timing/protocol.js';
import type { Questions } from './messages.js';

const opened = new Map<number, OpenCodec>();

/**
 * One pass over pictures with one codec, which stays open from one pass to the next. What it gives is
 * compared with the pictures in the first pass.
 */
export async function runPass(
  { name, codec: id, settings, maxPixels }: Questions['pass']['ask'],
  pictures: readonly Raster[],
): Promise<readonly ImageSample[]> {
  const first = !opened.has(name);
  const found = await pageCodecs.load(id);
  for (const picture of pictures) demandStorable(found, settings, picture);
  const codec = opened.get(name) ?? (await openCodec(found, settings, { maxPixels }));
  opened.set(name, codec);
  const samples: ImageSample[] = [];
  for (const picture of pictures) {
    const prepared = codec.prepare({ picture, file: null });
    const encoding = await codec.encode(prepared.input);
    const decoding = await codec.decode(encoding.value);
    if (first) codec.check(prepared, decoding.value);
    const { width, height } = picture;
    samples.push({
      ...{ width, height, bytes: encoding.value.length },
      encode: sampleOf(encoding),
      decode: sampleOf(decoding),
    });
  }
  return samples;
}

function sampleOf({ totalSeconds, cpuSeconds, stages }: Timing<unknown>): Sample {
  return { total: totalSeconds, cpu: cpuSeconds, stages: { ...stages } };
}
