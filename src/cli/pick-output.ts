import { stringify } from 'csv-stringify/sync';
import type { Choice, PickAnswer } from '../pick/answer.js';
import { browserSource } from '../pick/browser-support.js';
import type { PickReport } from '../pick/pick.js';
import { formatTable } from './output.js';
import { formatScore, significant } from './result-tables.js';

/** The answer for people: a sentence, a table, what was left out and why, and what it stands on. */
export function answerText(report: PickReport): string {
  const { answer, encodes, sweepEncodes, conditions, anchor, images } = report;
  const { choices, leftOut } = answer;
  const out = leftOut.map(({ spec, reason }) => `  ${spec}: ${reason}`);
  const notes = [
    ...(choices.length > 1 && images > 1
      ? [
          'score: mean over the pictures; a tie: which of the two is smaller, other pictures of the kind may tell otherwise (95 %)',
        ]
      : []),
    ...(anchor !== null && choices.length > 0
      ? [
          `saving: of the bytes of ${anchor}, both at exactly ${targetText(answer)}${images > 1 ? ', with its 95 % interval over the pictures' : ''}`,
        ]
      : []),
    ...(conditions === null ? [] : [`speeds: ${conditions}`]),
    ...(choices.some(({ notes: own }) => own.some((note) => note.startsWith('Chrome')))
      ? [`browsers: ${browserSource.source}, ${browserSource.date}`]
      : []),
    ...(encodes > 0
      ? [`${encodes} encodes; a sweep over the grids of these codecs takes ${sweepEncodes}`]
      : []),
  ];
  return [
    sentence(report),
    ...(choices.length > 0 ? [choiceTable(report)] : []),
    ...(out.length > 0 ? [['left out:', ...out].join('\n')] : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n');
}

/** The choices as CSV, a row each; notes are joined by semicolons. */
export function answerCsv({ answer }: PickReport): string {
  const rows = answer.choices.map(({ saving, notes, ...choice }) => ({
    metric: answer.target.metric,
    target: answer.target.value,
    spec: choice.spec,
    bytes: choice.bytes,
    bitsPerPixel: choice.bitsPerPixel,
    score: choice.score,
    encodeMegapixelsPerSecond: choice.encodeMegapixelsPerSecond,
    decodeMegapixelsPerSecond: choice.decodeMegapixelsPerSecond,
    savingPercent: saving.percent,
    savingLow: saving.low,
    savingHigh: saving.high,
    notes: notes.join('; '),
  }));
  const columns = [
    ...['metric', 'target', 'spec', 'bytes', 'bitsPerPixel', 'score'],
    ...['encodeMegapixelsPerSecond', 'decodeMegapixelsPerSecond'],
    ...['savingPercent', 'savingLow', 'savingHigh', 'notes'],
  ];
  return stringify(rows, { header: true, columns, escape_formulas: true }).trimEnd();
}

function sentence({ answer, images, anchor }: PickReport): string {
  const { choices, leftOut } = answer;
  const [best, ...others] = choices;
  const subject = images === 1 ? 'this picture' : `these ${images} pictures`;
  if (best === undefined) {
    const why = leftOut.length > 0 ? '; each is told of below' : '';
    return `No codec fits ${subject} at ${targetText(answer)}${why}.`;
  }
  const ties = others.filter(({ notes }) => notes.includes(`a tie with ${best.spec}`));
  const { percent, low, high } = best.saving;
  const interval = low === null || high === null ? '' : ` [${low.toFixed(0)}, ${high.toFixed(0)}]`;
  const isAnchor = best.spec === anchor;
  const than =
    percent === null || isAnchor
      ? ''
      : `, ${Math.abs(percent).toFixed(0)} % ${percent < 0 ? 'more' : 'less'} than ${anchor}${percent < 0 ? '' : interval}`;
  const tied =
    ties.length === 0 ? '' : `; a tie with ${ties.map(({ spec }) => spec).join(' and ')}`;
  return `For ${subject} at ${targetText(answer)} use ${best.spec}: ${kilobytes(best.bytes)} kB${than}${tied}.`;
}

function choiceTable({ answer: { choices, target }, metric }: PickReport): string {
  const header = [
    ...['use', 'kB', 'bpp', target.metric, 'saving %', '95 %'],
    ...['enc MP/s', 'dec MP/s', 'notes'],
  ];
  return formatTable(
    header,
    choices.map((choice) => [
      choice.spec,
      kilobytes(choice.bytes),
      choice.bitsPerPixel.toFixed(3),
      formatScore(metric, choice.score, true),
      ...savingCells(choice),
      speedCell(choice.encodeMegapixelsPerSecond),
      speedCell(choice.decodeMegapixelsPerSecond),
      choice.notes.join('; '),
    ]),
  );
}

function savingCells({ saving: { percent, low, high } }: Choice): [string, string] {
  if (percent === null) return ['-', '-'];
  const isNothing = low === 0 && high === 0;
  const interval =
    low === null || high === null || isNothing ? '-' : `[${low.toFixed(1)}, ${high.toFixed(1)}]`;
  return [percent.toFixed(1), interval];
}

function speedCell(speed: number | null): string {
  return speed === null ? '-' : significant(speed);
}

function targetText({ target: { metric, value } }: PickAnswer): string {
  return value === null ? 'no loss' : `${metric} ${value}`;
}

/** Thousands of bytes: with a decimal where there are few. */
function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0);
}
