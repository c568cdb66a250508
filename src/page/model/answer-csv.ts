import type { Answer, AnswerChoice } from './answer.js';
import { settingText } from './answer-text.js';
import type { PageDataset } from './contract.js';
import { curveOptions } from './selection.js';

/** An answer as a table of plain figures, the fewest bytes first; docs/page.md has the columns. Pure. */
export function answerCsv(
  { group, timings }: PageDataset,
  { rows }: Answer,
  { metric, level, anchor, timing }: AnswerChoice,
): (string | number | null)[][] {
  const names = curveOptions(group).map(({ name }) => name);
  const header = [
    ...['curve', 'setting', 'measured', 'metric', 'level', 'kb_per_megapixel', 'anchor'],
    ...['saving_percent', 'saving_low', 'saving_high', 'tie', 'testbed', 'encode_mp_per_s'],
    ...['decode_mp_per_s', 'pareto'],
  ];
  const lines = rows.map((row) => [
    ...[names[row.curve]!, settingText(row), String(row.measured), metric, level],
    ...[row.kilobytesPerMegapixel, anchor === null ? null : names[anchor]!],
    ...[row.saving?.percent ?? null, row.saving?.interval?.low ?? null],
    ...[row.saving?.interval?.high ?? null, String(row.tied)],
    ...[timing === null ? null : timings[timing]!.testbed, row.encodeMegapixelsPerSecond],
    ...[row.decodeMegapixelsPerSecond, row.front === null ? null : String(row.front)],
  ]);
  return [header, ...lines];
}
