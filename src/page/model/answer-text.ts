import type { Saving } from '../../curves/saving.js';
import type { Answer, AnswerChoice, AnswerRow } from './answer.js';
import type { PageDataset } from './contract.js';
import { formatSignificant, signed } from './format.js';
import { metricTitle } from './metric-text.js';
import { curveOptions } from './selection.js';

/** A piece of a sentence: words, or the name of a curve, by its place in `group.curves`. */
export type Part = string | { readonly curve: number; readonly name: string };

/**
 * Two or three sentences that say what an answer comes to: which curve needs the fewest bytes, how many
 * fewer than the anchor, what may as well be equal, what it costs in time, and what is worth its time.
 * Every figure is one of the rows'. Pure.
 */
export function answerSentences(
  data: PageDataset,
  { rows, missing }: Answer,
  { metric, level, anchor, timing }: Pick<AnswerChoice, 'metric' | 'level' | 'anchor' | 'timing'>,
): Part[][] {
  const { group } = data;
  const names = curveOptions(group).map(({ name }) => name);
  const nameOf = ({ curve }: { readonly curve: number }): Part => ({ curve, name: names[curve]! });
  const goal = `${metricTitle(data, metric)} ${signed(String(level))}`;
  const first = rows[0];
  if (first === undefined) {
    const some = missing.length === 0 ? 'No curve was measured.' : `No curve reaches ${goal}.`;
    return [[some]];
  }
  const before = anchor === null ? undefined : rows.find(({ curve }) => curve === anchor);
  const against = before === undefined ? null : names[before.curve]!;
  const pictures = group.images === 1 ? 'the one picture' : `the ${group.images} pictures`;
  const ties = rows.filter(({ tied }) => tied);
  const lead: Part[] = [
    `On ${pictures} of ${group.dataset}${data.content === undefined ? '' : `, ${data.content}`}, at ${goal}, `,
    ...(rows.length === 1
      ? [
          nameOf(first),
          ` alone has a figure: ${kilobytes(first)} kB a megapixel${withSetting(first)}.`,
        ]
      : [
          nameOf(first),
          `${withSetting(first)} needs the fewest bytes: ${gainText(first, before, against)}.`,
        ]),
    ...tieText(ties.map(nameOf)),
  ];
  if (timing === null) return [lead, ['Times were not taken, so what that costs is not known.']];
  const runtimeOf = ({ curve }: AnswerRow): string => group.curves[curve]!.engine.runtime;
  const isTimed = (row: AnswerRow): boolean =>
    row.encodeMegapixelsPerSecond !== null && runtimeOf(row) !== 'cli';
  const timed = rows.find(isTimed);
  if (timed === undefined) return [lead, ['No speed of it can be compared on this machine.']];
  const clock = before !== undefined && isTimed(before) ? before : undefined;
  const why =
    runtimeOf(first) === 'cli'
      ? 'Its times hold the start of a process and compare with none; '
      : 'Its times were not taken; ';
  const price: Part[] =
    timed === first
      ? ['It ', ...speedText(timed, clock, against)]
      : [
          `${why}the next, `,
          nameOf(timed),
          `${withSetting(timed)}, `,
          ...speedText(timed, clock, against),
        ];
  const worth = rows.find(
    (row) =>
      isTimed(row) &&
      row.encodeMegapixelsPerSecond! >= muchFaster * timed.encodeMegapixelsPerSecond! &&
      row.curve !== anchor &&
      (row.saving?.interval?.low ?? -1) > 0,
  );
  if (worth === undefined) return [lead, price];
  const times = worth.encodeMegapixelsPerSecond! / timed.encodeMegapixelsPerSecond!;
  const rest = `${withSetting(worth)} encodes about ${formatSignificant(times, 2)} times as fast and still needs ${fewer(worth.saving!)} than ${against}.`;
  return [lead, price, [nameOf(worth), rest]];
}

/** How many times as fast another curve encodes that is named beside the smallest. */
const muchFaster = 3;

/** The setting as it is typed, `quality=66`; empty of a curve without a rate knob. */
export function settingText({ setting }: Pick<AnswerRow, 'setting'>): string {
  return setting === null ? '' : `${setting.knob}=${setting.value}`;
}

function withSetting(row: AnswerRow): string {
  const text = settingText(row);
  return text === '' ? '' : ` with ${text}`;
}

function kilobytes({ kilobytesPerMegapixel }: AnswerRow): string {
  return formatSignificant(kilobytesPerMegapixel);
}

function gainText(first: AnswerRow, before: AnswerRow | undefined, against: string | null): string {
  if (before === undefined || first.saving === null) return `${kilobytes(first)} kB a megapixel`;
  if (before === first)
    return `${kilobytes(first)} kB a megapixel, and it is what others are compared with`;
  const { interval } = first.saving;
  const chance = interval !== null && interval.low <= 0 ? ', which may be chance' : '';
  return `${fewer(first.saving)} than ${against}${chance}`;
}

/** `46 % fewer (43 to 48 %)`. */
function fewer({ percent, interval }: Saving): string {
  const ends = interval && ` (${whole(interval.low)} to ${whole(interval.high)} %)`;
  return `${whole(percent)} % fewer${ends ?? ''}`;
}

function tieText(names: readonly Part[]): Part[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  const list = shown.flatMap((name, i): Part[] => {
    if (i === 0) return [name];
    return [i === shown.length - 1 && more === 0 ? ' and ' : ', ', name];
  });
  const rest = more > 0 ? [` and ${more} more`] : [];
  return [' ', ...list, ...rest, ' may as well need no more: a tie.'];
}

function speedText(row: AnswerRow, before: AnswerRow | undefined, against: string | null): Part[] {
  const { encodeMegapixelsPerSecond: encode, decodeMegapixelsPerSecond: decode } = row;
  const beside = row === before ? undefined : before;
  const told = [
    `encodes at ${formatSignificant(encode!, 2)} MP/s`,
    paceText(encode, beside?.encodeMegapixelsPerSecond ?? null, against),
    ...(decode === null
      ? []
      : [
          ` and decodes at ${formatSignificant(decode, 2)} MP/s`,
          paceText(decode, beside?.decodeMegapixelsPerSecond ?? null, null),
        ]),
    '.',
  ];
  return [told.join('')];
}

/** How a speed compares with that of the anchor. */
function paceText(own: number | null, other: number | null, against: string | null): string {
  if (own === null || other === null) return '';
  const than = against === null ? '' : ` than ${against}`;
  const ratio = other / own;
  if (ratio >= 1.25) return ` (${formatSignificant(ratio, 2)} times slower${than})`;
  if (ratio <= 0.8) return ` (${formatSignificant(1 / ratio, 2)} times faster${than})`;
  return against === null ? ' (about as fast)' : ` (about as fast as ${against})`;
}

function whole(percent: number): string {
  return signed(String(Math.round(percent)));
}
