import type { TimingRow } from '../../leaderboard/schema.js';

/**
 * The warnings of several settings' times, those of one kind merged: what differs between them as a
 * range, and at how many settings. Pure.
 * @param of those of one direction, without its name; or of neither, for `both`
 */
export function timingNotes(
  rows: readonly TimingRow[],
  of: 'encode' | 'decode' | 'both',
): string[] {
  const kinds = new Map<string, { texts: string[]; settings: Set<TimingRow> }>();
  for (const row of rows) {
    for (const { text } of row.warnings) {
      const [, direction = 'both', told] = /^(?:(encode|decode): )?(.*)$/s.exec(text)!;
      if (direction !== of) continue;
      const kind = told!.replace(figure, '#');
      const { texts, settings } = kinds.get(kind) ?? { texts: [], settings: new Set() };
      kinds.set(kind, { texts: [...texts, told!], settings: settings.add(row) });
    }
  }
  return [...kinds.values()].map(({ texts, settings }) => {
    const some = rows.length === 1 ? '' : ` at ${settings.size} of ${rows.length} settings`;
    return ranged(texts).replace(/^[^,:]*/, (claim) => `${claim}${some}`);
  });
}

/** A number, but not a part of a version such as v20.11.1. */
const figure = /(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g;

/** Texts that differ in their figures alone as one: `12 to 46 %`. */
function ranged(texts: readonly string[]): string {
  const figures = texts.map((text) => (text.match(figure) ?? []).map(Number));
  let nth = 0;
  return texts[0]!.replace(figure, () => {
    const values = figures.map((each) => each[nth]!);
    nth++;
    const [least, greatest] = [Math.min(...values), Math.max(...values)];
    return least === greatest ? String(least) : `${least} to ${greatest}`;
  });
}
