import { makeBlockMaps } from '../estimate/map/block-maps.js';
import { arrangeTiles } from '../estimate/tiles/arrange.js';
import { drawTiles } from '../estimate/tiles/draw.js';
import { makeMosaic } from '../estimate/tiles/mosaic.js';
import { balancedCount, tileSide } from '../estimate/tiles/plan.js';
import type { Raster } from '../image/raster.js';
import type { Metric, Scorer } from '../metrics/metric.js';
import type { Source, Trial, TrialLimits } from './contract.js';
import { decodeOriginal } from './decode-original.js';
import { optimizeFormats } from './formats/registry.js';
import { qualityOfJudgement } from './goal.js';
import type { Tried } from './search.js';

/** The same tiles for every codec and every call. */
const seed = 1;

/** Draws that are compared: fewer than an estimate's, for which the sample alone counts. */
const draws = 1000;

/** A mosaic of tiles that stands for a picture, on which slow codecs are tried first. */
export interface Sample {
  /** What a value of the trial's knob gives on the sample, its bytes as of the whole; null where it fails. */
  tryValue(trial: Trial, knob: number): Promise<Tried | null>;
  close(): void;
}

/** Opens the sample of a picture; null where it is so small that the whole is tried at once. */
export async function openSample(
  source: Source,
  metric: Metric,
  limits: TrialLimits,
): Promise<Sample | null> {
  if (balancedCount(source.facts) === null) return null;
  const whole = await source.raster();
  const image = await mosaicOf(whole);
  if (image === null) return null;
  const share = (whole.width * whole.height) / (image.width * image.height);
  let prepared: Promise<Scorer> | undefined;
  return {
    async tryValue(trial, knob) {
      const bytes = await trial.encode!(image, knob, limits);
      const { decode } = await optimizeFormats.load(trial.format);
      const decoded = await (decode ?? decodeOriginal)(bytes, limits);
      prepared ??= metric.prepare(image);
      const { value } = await (await prepared).score(decoded);
      const quality = qualityOfJudgement(metric, { value, isExact: false });
      return quality === null ? null : { knob, quality, bytes: bytes.length * share };
    },
    close: () =>
      void prepared?.then(
        (scorer) => scorer.close(),
        () => {},
      ),
  };
}

/** The mosaic of an estimate: tiles that are balanced by what a JPEG spends on them. */
async function mosaicOf(whole: Raster): Promise<Raster | null> {
  const { width, height } = whole;
  const count = balancedCount(whole)!;
  const maps = await makeBlockMaps(whole);
  const tiles = drawTiles(maps, { width, height, side: tileSide, count, seed, draws });
  return tiles === null ? null : makeMosaic(whole, arrangeTiles(whole, tiles, seed)).image;
}
