import type { TimingRow, Warning } from '../../leaderboard/schema.js';

type Kind = Warning['kind'];
type Row = Pick<TimingRow, 'warnings'>;

/**
 * The warnings of several settings' times as text, those of one kind as one: what differs between
 * them as a range, and at how many settings. Pure.
 * @param of those of one direction, which the text does not name; null: those of the whole rows
 */
export function timingNotes(rows: readonly Row[], of: Warning['direction']): string[] {
  return notesWithRows(rows, of).map(({ text }) => text);
}

/** The same with the settings that each is of. */
export function notesWithRows<R extends Row>(
  rows: readonly R[],
  of: Warning['direction'],
): { readonly text: string; readonly rows: readonly R[] }[] {
  const kinds = new Map<Kind, { warnings: Warning[]; settings: Set<R> }>();
  for (const row of rows) {
    for (const warning of row.warnings.filter(({ direction }) => direction === of)) {
      const known = kinds.get(warning.kind) ?? { warnings: [], settings: new Set() };
      known.warnings.push(warning);
      kinds.set(warning.kind, { ...known, settings: known.settings.add(row) });
    }
  }
  return [...kinds.values()].map(({ warnings, settings }) => {
    const [claim, rest] = textOf(warnings);
    const some = rows.length === 1 ? '' : ` at ${settings.size} of ${rows.length} settings`;
    return { text: `${claim}${some}${rest}`, rows: [...settings] };
  });
}

/** What warnings of one kind say, and what is added to that. */
function textOf(warnings: readonly Warning[]): readonly [claim: string, rest: string] {
  const range = <K extends Kind>(kind: K, figure: (warning: Of<K>) => number): string =>
    rangeOf(warnings.filter((each): each is Of<K> => each.kind === kind).map(figure));
  const { kind } = warnings[0]!;
  switch (kind) {
    case 'few-passes':
      return [`${range(kind, (w) => w.passes)} of ${range(kind, (w) => w.asked)} passes made`, ''];
    case 'mixed-node': {
      const versions = warnings.flatMap((each) => (each.kind === kind ? each.versions : []));
      const all = [...new Set(versions)].sort().join(', ');
      return ['timed under several Node versions', `: ${all}`];
    }
    case 'short-samples':
      return [
        `${range(kind, (w) => w.samples)} of ${range(kind, (w) => w.of)} samples are below ${range(kind, (w) => w.microseconds)} µs`,
        `, ${range(kind, (w) => w.clockSteps)} steps of the clock`,
      ];
    case 'coarse-clock':
      return [
        `${range(kind, (w) => w.images)} of ${range(kind, (w) => w.of)} images have samples below ${range(kind, (w) => w.clockSteps)} steps of the clock of the browser`,
        '',
      ];
    case 'hidden-page':
      return [
        `the page was hidden meanwhile, at ${range(kind, (w) => w.images)} of ${range(kind, (w) => w.of)} images`,
        '',
      ];
    case 'busy-machine':
      return [
        `the machine was busy: ${range(kind, (w) => Number(w.cpuPerWall.toFixed(2)))} CPU seconds a second`,
        `, less than ${range(kind, (w) => w.limit)}`,
      ];
    case 'no-interval':
      return ['no interval from a single pass', ''];
    case 'wide-interval':
      return [
        `the interval is ${range(kind, (w) => percent(w.width))} % of the value wide`,
        `, more than ${range(kind, (w) => percent(w.limit))} %`,
      ];
  }
}

type Of<K extends Kind> = Extract<Warning, { kind: K }>;

function percent(share: number): number {
  return Math.round(100 * share);
}

/** `12 to 46`, or the one value that all have. */
function rangeOf(values: readonly number[]): string {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return least === greatest ? String(least) : `${least} to ${greatest}`;
}
