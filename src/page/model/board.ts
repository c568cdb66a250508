import type { Verified } from '../../base/learned-report.js';
import type { Bootstrap } from '../../curves/bootstrap.js';
import type { CodecCurve } from '../../leaderboard/metric-curves.js';
import type { BoardCurve } from '../../leaderboard/schema.js';
import { curveAlphaText } from './alpha-text.js';
import type { At } from './board-at.js';
import {
  bdCell,
  bppCell,
  type Cell,
  type Front,
  frontOf,
  macsCell,
  memoryCell,
  speedCell,
} from './board-cells.js';
import type { PageDataset } from './contract.js';
import { timingRowsOf, usualTimesOf } from './memo.js';
import { type Compared, compareAll, comparePublished } from './recompute.js';
import { curveOptions } from './selection.js';

/** A curve as a row of the board. */
export interface BoardRow {
  /** Where a published curve is from; null of measured ones. */
  readonly published: string | null;
  /** In the address. */
  readonly key: string;
  readonly label: string;
  readonly codec: string;
  /** The settings without the rate knob, as in the printed form; empty for the defaults. */
  readonly settings: string;
  readonly knob: string | null;
  readonly points: number;
  readonly engine: BoardCurve['engine'] | null;
  readonly learned: boolean;
  /** What was compared of a learned codec from elsewhere; null of others. */
  readonly verified: Verified | null;
  /** Whether all its files gave every sample back. */
  readonly lossless: boolean;
  /** `alpha lost`, `alpha differs`, or empty. */
  readonly alpha: string;
  readonly images: number;
  readonly complete: boolean;
  readonly failed: number;
  readonly cells: Readonly<Record<ColumnId, Cell>>;
  /** Whether no other curve beats it at the quality chosen; null where that cannot be judged. */
  readonly front: Front;
}

/** The columns with figures, which rows can be sorted by. */
export const columnIds = ['bd', 'bpp', 'encode', 'decode', 'memory', 'macs'] as const;
export type ColumnId = (typeof columnIds)[number];

/** What the board shows. */
export interface BoardChoice {
  readonly metric: string | null;
  /** Place in `group.curves`. */
  readonly anchor: number | null;
  /** Place in `timings`. */
  readonly timing: number | null;
  /** Metric and value at which bits per pixel are told: one of those in leaderboard.json. */
  readonly at: At | null;
  /** Which BD-rate: the mean of the images' own, or that of the mean curves. */
  readonly aggregate: 'images' | 'mean';
  readonly bootstrap: Bootstrap;
}

/**
 * The rows of the board, in the order of `group.curves`. Pure.
 * @param curves of `codecCurves`
 */
export function boardRows(
  data: PageDataset,
  curves: readonly CodecCurve[],
  choice: BoardChoice,
): BoardRow[] {
  const { group } = data;
  const options = curveOptions(group);
  const { metric, anchor, bootstrap } = choice;
  const compared =
    metric === null || anchor === null
      ? null
      : compareAll(data, curves, { anchor, metric, bootstrap });
  const times = choice.timing === null ? null : data.timings[choice.timing]!;
  const { notesOf } = usualTimesOf(data, choice.timing);
  return group.curves.map((curve, place) => {
    const rows = data.group.curves[place]!.points.map((row) => group.rows[row]!);
    const timed = times && timingRowsOf(times, rows);
    return {
      published: null,
      key: options[place]!.key,
      label: options[place]!.name,
      codec: curve.codec,
      settings: curve.label.slice(curve.codec.length + 1),
      knob: curve.knob,
      points: curve.points.length,
      engine: curve.engine,
      learned: curve.engine.runtime === 'onnx' || rows.some(({ learned }) => learned !== null),
      verified: rows.find(({ learned }) => learned?.verified)?.learned?.verified ?? null,
      lossless: rows.every(({ exact, images }) => images > 0 && exact === images),
      alpha: curveAlphaText(rows),
      images: curve.images,
      complete: curve.complete,
      failed: rows.reduce((sum, { failed }) => sum + failed, 0),
      cells: {
        bd: bdCell(compared?.[place], choice.aggregate),
        bpp: bppCell(curve, choice.at),
        encode: speedCell(curve, times, timed, 'encode', notesOf),
        decode: speedCell(curve, times, timed, 'decode', notesOf),
        memory: memoryCell(curve, times),
        macs: macsCell(rows),
      },
      front: frontOf(data, curve, choice.at, times),
    };
  });
}

/**
 * The published curves as rows of the board, compared image by image where figures of single images were
 * published, else by mean curves; ranked with none. Pure.
 * @param curves of `codecCurves`
 */
export function publishedRows(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { metric, anchor, aggregate }: Pick<BoardChoice, 'metric' | 'anchor' | 'aggregate'>,
): BoardRow[] {
  if (metric === null || anchor === null) return [];
  const bdOf = (each: Compared | undefined): Cell =>
    bdCell(each, each?.images ? aggregate : 'mean');
  const compared = comparePublished(data, curves, { anchor, metric });
  const none: Cell = { value: null, note: 'published without it, or on another machine' };
  const rest = { bpp: none, encode: none, decode: none, memory: none, macs: none };
  return data.group.references.map(({ label, source, points }, place) => ({
    ...{ published: source, key: `published:${label}`, label, codec: label, settings: '' },
    ...{
      knob: null,
      points: points.length,
      engine: null,
      learned: false,
      verified: null,
      lossless: false,
    },
    alpha: '',
    ...{ images: data.group.images, complete: false, failed: 0 },
    cells: { bd: bdOf(compared[place]), ...rest },
    front: { on: null, note: 'published, not measured' },
  }));
}
