import { fromRaster, toBytes, withThreads } from '../runtimes/sharp.js';
import type { Source } from './contract.js';
import { qualityOfJudgement } from './goal.js';
import type { Judge } from './judge.js';

/** Quality of the JPEG: the curves of the shipped family have its bytes and scores beside them. */
const quality = 75;

/** Longest side of a JPEG, in pixels. */
const longestSide = 65500;

/** What was found of the pictures that are held. */
const known = new WeakMap<Source, Promise<Uint8Array | null>>();

/**
 * How busy a picture is: bytes for each pixel of a quick JPEG of it, `jpeg:quality=75`, which takes some
 * hundredths of a second a megapixel. Of a picture it is made once. Undefined of one that no JPEG holds.
 */
export async function busynessOf(source: Source): Promise<number | undefined> {
  const { width, height } = source.facts;
  const bytes = await quickJpegOf(source);
  return bytes === null ? undefined : bytes.length / (width * height);
}

/**
 * Quality of the quick JPEG, by the metric of a judge, by which it is told where the curves of a picture lie.
 * Undefined where a JPEG does not show the picture, and where the metric has no value of it.
 */
export async function quickQualityOf(source: Source, judge: Judge): Promise<number | undefined> {
  const { hasAlpha, frames } = source.facts;
  const bytes = hasAlpha || frames > 1 ? null : await quickJpegOf(source);
  if (bytes === null) return undefined;
  return qualityOfJudgement(judge.metric, await judge.judge(bytes, 'jpeg')) ?? undefined;
}

function quickJpegOf(source: Source): Promise<Uint8Array | null> {
  const found = known.get(source) ?? make(source);
  known.set(source, found);
  return found;
}

async function make(source: Source): Promise<Uint8Array | null> {
  const { width, height } = source.facts;
  if (Math.max(width, height) > longestSide) return null;
  const image = await source.raster();
  return withThreads(1, () => toBytes(fromRaster(image).jpeg({ quality })));
}
