import { isDeepStrictEqual } from 'node:util';
import type { CompressorIdentity } from '../compressor.js';
import type { Calibration, CalibrationEntry, KnownErrors } from './calibration.js';

/** Constants for one compressor. */
export interface Constants {
  readonly coefficients: Readonly<Record<string, number>>;
  readonly errors: KnownErrors;
  /** Sizes of the smallest and the largest picture that they were measured of. */
  readonly megapixels: CalibrationEntry['megapixels'];
  /** Whether they were measured of this codec, engine, version and setting. */
  readonly ownEngine: boolean;
  /** Null where they are of this very codec, engine and rate; else what they are of. */
  readonly remark: string | null;
}

/** A fitted entry with its rate. */
interface Fitted {
  readonly rate: number | null;
  readonly entry: CalibrationEntry;
}

/**
 * The constants of an estimator for a compressor: those of its own codec, engine, version and setting,
 * straight between the nearest two rates, at the ends those of the end. A compressor without any gets
 * the pooled entry, which has errors and no coefficients. What is not its own is said in `remark`.
 * @param pixels of the picture: where small and large ones have constants of their own, those of the size
 *   that is nearest are taken; without it those of the smallest
 * @returns null where the file has neither
 */
export function constantsOf(
  { entries }: Calibration,
  estimator: string,
  identity: CompressorIdentity,
  pixels?: number,
): Constants | null {
  const own = entries.filter((entry) => entry.estimator === estimator);
  const fitted = own.flatMap((entry): Fitted[] =>
    entry.of !== null && isOf(entry.of, identity) ? [{ rate: entry.of.rate, entry }] : [],
  );
  if (fitted.length > 0) return atRate(ofNearestSize(fitted, pixels), identity.rate);
  const pooled = own.find(({ of }) => of === null);
  if (pooled === undefined) return null;
  const { name, version } = identity.engine;
  const remark = `nothing was measured of ${identity.codec} by ${name} ${version} at this setting`;
  const { coefficients, errors, megapixels } = pooled;
  return { coefficients, errors, megapixels, ownEngine: false, remark };
}

function isOf(of: NonNullable<CalibrationEntry['of']>, identity: CompressorIdentity): boolean {
  const { engine } = identity;
  return (
    of.codec === identity.codec &&
    of.setting === identity.setting &&
    of.engine.name === engine.name &&
    of.engine.version === engine.version &&
    of.engine.runtime === engine.runtime &&
    // Constants of a fast setting are of that one and its engine alone.
    (of.sibling === undefined || isDeepStrictEqual(of.sibling, identity.sibling))
  );
}

/** Those that were measured of pictures of one size, as far as their ranges overlap: the nearest to the picture's. */
function ofNearestSize(fitted: readonly Fitted[], pixels = 0): Fitted[] {
  const sizes: { most: number; members: Fitted[] }[] = [];
  const least = ({ entry }: Fitted): number => entry.megapixels.least;
  for (const one of [...fitted].sort((a, b) => least(a) - least(b))) {
    const size = sizes.at(-1);
    if (size !== undefined && least(one) <= size.most) {
      size.members.push(one);
      size.most = Math.max(size.most, one.entry.megapixels.most);
    } else {
      sizes.push({ most: one.entry.megapixels.most, members: [one] });
    }
  }
  const own = pixels / 1e6;
  // How many times larger or smaller: 1 within.
  const away = ({ most, members }: (typeof sizes)[number]): number =>
    Math.max(1, own / most, least(members[0]!) / own);
  return sizes.reduce((best, each) => (away(each) < away(best) ? each : best)).members;
}

function atRate(fitted: readonly Fitted[], rate: number | null): Constants {
  const sorted = [...fitted].sort((a, b) => (a.rate ?? 0) - (b.rate ?? 0));
  const first = sorted[0]!;
  const last = sorted.at(-1)!;
  const wanted = rate ?? 0;
  const within = Math.min(Math.max(wanted, first.rate ?? 0), last.rate ?? 0);
  const upper = sorted.find((each) => (each.rate ?? 0) >= within) ?? last;
  const lower = sorted.findLast((each) => (each.rate ?? 0) <= within) ?? first;
  const span = (upper.rate ?? 0) - (lower.rate ?? 0);
  const part = span === 0 ? 0 : (within - (lower.rate ?? 0)) / span;
  const between = (a: number, b: number): number => a + (b - a) * part;
  const [a, b] = [lower.entry, upper.entry];
  return {
    coefficients: Object.fromEntries(
      Object.entries(a.coefficients).map(([name, value]) => [
        name,
        between(value, b.coefficients[name] ?? value),
      ]),
    ),
    errors: {
      low: between(a.errors.low, b.errors.low),
      high: between(a.errors.high, b.errors.high),
      p95: between(a.errors.p95, b.errors.p95),
    },
    megapixels: {
      least: Math.min(a.megapixels.least, b.megapixels.least),
      most: Math.max(a.megapixels.most, b.megapixels.most),
    },
    ownEngine: true,
    remark:
      within === wanted
        ? null
        : `measured from ${first.rate} to ${last.rate} only; the constants of ${within} were taken`,
  };
}
