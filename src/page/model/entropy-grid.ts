import { withoutSettings } from '../../base/spec.js';
import type { RdRow, TimingGroup } from '../../leaderboard/schema.js';
import type { PageDataset } from './contract.js';
import { timingRowsOf } from './memo.js';

/** One transform at one setting of its rate knob with one entropy coder. Bits per pixel are pooled. */
export interface EntropyCell {
  readonly row: RdRow;
  readonly complete: boolean;
  /** The whole file, headers too. */
  readonly bpp: number;
  /** The entropy-coded part of the file. */
  readonly payloadBpp: number;
  /** What the model says that part ought to take; null where an image has no estimate. */
  readonly estimateBpp: number | null;
  /** Payload over estimate, less 1. */
  readonly gap: number | null;
  /** Milliseconds a megapixel of the stage `entropy`; null where it was not timed. */
  readonly encode: number | null;
  readonly decode: number | null;
}

/** A transform at one setting of its rate knob. */
export interface EntropyLine {
  /** Codec and settings, without the coder's and the knob. */
  readonly transform: string;
  /** The knob's setting, `quality=40`; null of codecs without one. */
  readonly setting: string | null;
  /** The model's estimate where all coders have the same one, in bits per pixel. */
  readonly estimateBpp: number | null;
  /** By coder. */
  readonly cells: ReadonlyMap<string, EntropyCell>;
}

export interface EntropyGrid {
  readonly coders: readonly string[];
  /** By transform, then from the lowest rate on. */
  readonly lines: readonly EntropyLine[];
}

/** Settings of learned codecs that are the coder's. */
const coderSettings = ['entropy', 'arrangement'];

/** Transforms by entropy coders, of the rows of learned codecs. Pure. */
export function entropyGrid(data: PageDataset, times: TimingGroup | null): EntropyGrid {
  const knobs = new Map(
    data.group.curves.flatMap(({ knob }, curve) =>
      data.group.curves[curve]!.points.map((place) => [place, knob] as const),
    ),
  );
  const lines: (EntropyLine & { cells: Map<string, EntropyCell> })[] = [];
  for (const [place, row] of data.group.rows.entries()) {
    const cell = cellOf(row, times);
    if (cell === null) continue;
    const knob = knobs.get(place) ?? null;
    const transform = withoutSettings(row.spec, [...coderSettings, knob]);
    const setting = knob === null ? null : `${knob}=${row.settings[knob]}`;
    const coder = coderOf(row);
    // A second version of one model begins a line of its own.
    const line = lines.find(
      (each) => each.transform === transform && each.setting === setting && !each.cells.has(coder),
    );
    if (line) line.cells.set(coder, cell);
    else lines.push({ transform, setting, estimateBpp: null, cells: new Map([[coder, cell]]) });
  }
  const least = ({ cells }: EntropyLine): number =>
    Math.min(...[...cells.values()].map(({ bpp }) => bpp));
  return {
    coders: [...new Set(lines.flatMap(({ cells }) => [...cells.keys()]))].sort(),
    lines: lines
      .map((line) => ({ ...line, estimateBpp: sharedEstimate(line) }))
      .sort((a, b) => compare(a.transform, b.transform) || least(a) - least(b)),
  };
}

function cellOf(row: RdRow, times: TimingGroup | null): EntropyCell | null {
  const { learned, bppPooled, bytes, images, complete } = row;
  if (learned === null || bppPooled === null || bytes === 0) return null;
  // Bits per pixel of all files over their bytes.
  const perByte = bppPooled / bytes;
  const { payloadBytes, estimatedBits, gap } = learned;
  const timed = times === null ? undefined : timingRowsOf(times, [row])[0];
  const stage = (direction: 'encode' | 'decode'): number | null => {
    const figures = timed?.[direction] ?? null;
    const share = figures?.stages['entropy']?.share ?? null;
    const speed = figures?.megapixelsPerSecond ?? null;
    return share === null || speed === null ? null : (1000 * share) / speed;
  };
  return {
    ...{ row, complete, bpp: bppPooled, gap },
    payloadBpp: payloadBytes * images * perByte,
    estimateBpp: estimatedBits === null ? null : (estimatedBits / 8) * images * perByte,
    ...{ encode: stage('encode'), decode: stage('decode') },
  };
}

/** `jpegls`, and `jpegls, tiled` where the layout was chosen. */
function coderOf({ learned, settings }: RdRow): string {
  const { arrangement } = settings;
  const chosen = typeof arrangement === 'string' && arrangement !== 'auto';
  return chosen ? `${learned!.coder}, ${arrangement}` : learned!.coder;
}

function sharedEstimate({ cells }: EntropyLine): number | null {
  const all = [...cells.values()].map(({ estimateBpp }) => estimateBpp);
  const [first] = all;
  if (first == null) return null;
  // The rows' figures are rounded, each by itself.
  return all.every((each) => each !== null && Math.abs(each / first - 1) < 1e-6) ? first : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
