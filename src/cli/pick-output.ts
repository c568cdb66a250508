import { stringify } from 'csv-stringify/sync';
import type { Choice, PickAnswer } from '../pick/answer.js';
import { browserSource } from '../pick/browser-support.js';
import type { PickReport } from '../pick/pick.js';
import { formatTable } from './output.js';
import { formatScore, significant } from './result-tables.js';

/** The answer for people: a sentence, a table, what was left out and why, and what it stands on. */
export function answerText(report: PickReport): string {
  const { answer, encodes, sweepEncodes, conditions, anchor, images, classes } = report;
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
    ...classes.flatMap(classText),
    ...(out.length > 0 ? [['left out:', ...out].join('\n')] : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n');
}

/** What a class has of its own: a sentence, and its choices. */
function classText({ content, report }: PickReport['classes'][number]): string[] {
  const { choices, leftOut } = report.answer;
  const missing = leftOut.map(({ spec, reason }) => `  ${spec}: ${reason}`).join('\n');
  if (choices.length === 0) return [sentence(report, content), ...(missing ? [missing] : [])];
  return [sentence(report, content), choiceTable(report)];
}

/** The choices as CSV, a row each, then those of each class; notes are joined by semicolons. */
export function answerCsv({ answer }: PickReport): string {
  const all = [{ content: null, choices: answer.choices }, ...(answer.classes ?? [])];
  const rows = all.flatMap(({ content, choices }) =>
    choices.map((choice) => csvRow(choice, answer.target, content)),
  );
  const columns = [
    ...['metric', 'target', 'spec', 'bytes', 'bitsPerPixel', 'score'],
    ...['encodeMegapixelsPerSecond', 'decodeMegapixelsPerSecond'],
    ...['savingPercent', 'savingLow', 'savingHigh', 'notes', 'class'],
  ];
  return stringify(rows, { header: true, columns, escape_formulas: true }).trimEnd();
}

function csvRow(
  { saving, notes, ...choice }: Choice,
  { metric, value }: PickAnswer['target'],
  content: string | null,
) {
  return {
    metric,
    target: value,
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
    class: content,
  };
}

/** @param content the class that the answer is of; null where it is of all pictures */
function sentence({ answer, images, anchor }: PickReport, content: string | null = null): string {
  const { choices, leftOut } = answer;
  const [best, ...others] = choices;
  const plain = images === 1 ? 'this picture' : `these ${images} pictures`;
  const subject =
    content === null
      ? plain
      : `the ${images} ${images === 1 ? 'picture' : 'pictures'} of class ${content}`;
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
    low === null || high === null || isNothing ? '-' : `[${tenths(low)}, ${tenths(high)}]`;
  return [tenths(percent), interval];
}

/** With one decimal; what rounds to nothing has no sign. */
function tenths(value: number): string {
  return value.toFixed(1).replace(/^-(0\.0)$/, '$1');
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
