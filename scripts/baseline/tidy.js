// One order for the lines of results: small diffs, whatever order they were measured in.
import { readFileSync } from 'node:fs';
import { writeWhole } from '#src/base/write-whole.js';

const { compare } = new Intl.Collator('en', { numeric: true });

/**
 * Lines of records, of each key the last one, by setting and then by image.
 * @param {readonly string[]} lines JSON, one record each
 */
export function tidyLines(lines) {
  const latest = new Map();
  for (const line of lines) {
    const { key, spec, image } = JSON.parse(line);
    latest.set(key, { line, spec, image, key });
  }
  return [...latest.values()]
    .sort((a, b) => compare(a.spec, b.spec) || compare(a.image, b.image) || compare(a.key, b.key))
    .map(({ line }) => line);
}

/**
 * Timing records without those that others have replaced: of one image at one setting on one engine,
 * the one of most passes counts on the leaderboard, too.
 * @param {readonly string[]} lines
 */
export function currentTimes(lines) {
  const most = new Map();
  for (const line of lines) {
    const record = JSON.parse(line);
    const { codec, settings, engine, image, crop, threads, encode } = record;
    const row = JSON.stringify([codec, settings, engine, image, crop, threads]);
    const passes = encode.total.length;
    if (passes >= (most.get(row)?.passes ?? 0)) most.set(row, { line, passes });
  }
  return [...most.values()].map(({ line }) => line);
}

/**
 * Rewrites a file of records by such a function, where that changes it.
 * @param {string} file
 * @param {(lines: string[]) => string[]} change
 */
export function rewriteRecords(file, change) {
  const text = readFileSync(file, 'utf8');
  const changed = `${change(text.trimEnd().split('\n')).join('\n')}\n`;
  if (changed !== text) writeWhole([{ file, pieces: [changed] }]);
}
