import { browserSupport } from './browser-support.js';
import type { Contender, LeftOut } from './contender.js';
import type { FullPickOptions } from './options.js';
import type { Speed } from './speeds.js';

type Wanted = Pick<
  FullPickOptions,
  'lossless' | 'alpha' | 'browsers' | 'encodeSpeed' | 'decodeSpeed' | 'memory'
>;

/** Why a codec cannot do what is asked for, whatever its quality; null where it can. */
export function unfit(
  { codec, settings }: Pick<Contender, 'codec' | 'settings'>,
  wanted: Wanted,
): string | null {
  if (codec.input === 'jpeg') return null;
  if (wanted.lossless && !codec.lossless(settings)) return 'it is not lossless';
  const { channels } = codec.accepts(settings);
  if (wanted.alpha && !channels.includes(4)) {
    return 'it stores no transparency';
  }
  if (!wanted.browsers) return null;
  const { everywhere, text } = browserSupport(codec.format.id);
  return everywhere ? null : `not shown by all browsers: ${text}`;
}

/** Why a choice is too slow or takes too much memory; null where it is none of it. */
export function tooDemanding(speed: Speed | null, wanted: Wanted): string | null {
  const bounds = [
    ['encode', speed?.encode ?? null, wanted.encodeSpeed, 'MP/s'],
    ['decode', speed?.decode ?? null, wanted.decodeSpeed, 'MP/s'],
    ['memory', speed?.peakBytes == null ? null : speed.peakBytes / 1e6, wanted.memory, 'MB'],
  ] as const;
  for (const [name, value, limit, unit] of bounds) {
    if (limit === undefined) continue;
    if (value === null) return `${name} was not measured, ${limit.text} ${unit} is wanted`;
    if (!limit.holds(value)) {
      return `${name}: ${Number(value.toPrecision(3))} ${unit}, ${limit.text} is wanted`;
    }
  }
  return null;
}

/** Sorts contenders into those that can do what is asked for and those that cannot. */
export function sortOut(
  contenders: readonly Contender[],
  wanted: Wanted,
): { readonly fit: Contender[]; readonly leftOut: LeftOut[] } {
  const judged = contenders.map((contender) => ({ contender, reason: unfit(contender, wanted) }));
  return {
    fit: judged.flatMap(({ contender, reason }) => (reason === null ? [contender] : [])),
    leftOut: judged.flatMap(({ contender: { label }, reason }) =>
      reason === null ? [] : [{ spec: label, reason }],
    ),
  };
}
