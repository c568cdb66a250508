import { UndefinedError } from '../base/errors.js';
import { sameSamples } from '../image/compare.js';
import type { Raster } from '../image/raster.js';
import type { Metric, Scorer } from '../metrics/metric.js';
import type { Source, TrialLimits } from './contract.js';
import { decodeOriginal } from './decode-original.js';
import { optimizeFormats } from './formats/registry.js';
import type { FormatId } from './formats/table.js';

/** What became of a picture in a file. */
export interface Judgement {
  /** The metric's value; null where it is not defined for the picture. */
  readonly value: number | null;
  /** Whether every sample is as it was. */
  readonly isExact: boolean;
}

type Decode = (bytes: Uint8Array, limits: TrialLimits) => Promise<Raster>;

/** Scores files against one source, which is prepared once. */
export interface Judge {
  readonly metric: Metric;
  /**
   * @param decode what decodes it, where the format's own decoder does not
   * @throws WorkError where the file cannot be decoded, or is of another size
   */
  judge(bytes: Uint8Array, format: FormatId, decode?: Decode): Promise<Judgement>;
  /** Prepares the source, where that is not done yet, as a file is about to be scored. */
  prepare?(): void;
  close(): void;
}

/** Opens a judge. Nothing is decoded or prepared before the first file is scored. */
export function openJudge(source: Source, metric: Metric, limits: TrialLimits): Judge {
  let prepared: Promise<Scorer | null> | undefined;
  const prepare = async (original: Raster): Promise<Scorer | null> =>
    metric.prepare(original).catch((error: unknown) => {
      if (error instanceof UndefinedError) return null;
      throw error;
    });
  return {
    metric,
    prepare() {
      prepared ??= source.raster().then(prepare);
      prepared.catch(() => {});
    },
    async judge(bytes, format, given) {
      const decode = given ?? (await optimizeFormats.load(format)).decode;
      const original = await source.raster();
      const decoded = await (decode ?? decodeOriginal)(bytes, limits);
      if (decoded.width !== original.width || decoded.height !== original.height) {
        throw new UndefinedError(
          `the file shows ${decoded.width}x${decoded.height}, the original ${original.width}x${original.height}`,
        );
      }
      if (sameSamples(original, decoded)) return { value: metric.perfect, isExact: true };
      prepared ??= prepare(original);
      const scorer = await prepared;
      if (scorer === null) return { value: null, isExact: false };
      return { value: (await scorer.score(decoded)).value, isExact: false };
    },
    close: () =>
      void prepared?.then(
        (scorer) => scorer?.close(),
        () => {},
      ),
  };
}
