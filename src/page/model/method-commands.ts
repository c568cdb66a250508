import type { BoardCurve, RdRow } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import { timingRowsOf } from './board-cells.js';
import type { PageDataset } from './contract.js';
import type { TimedRun } from './provenance.js';
import { curveOptions } from './selection.js';

/** The command that makes the records of a curve again. */
export interface Remake {
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly name: string;
  readonly command: string;
}

/** Records of rate and distortion, in the order of `group.curves`. Pure. */
export function rdCommands(data: PageDataset): Remake[] {
  const { dataset, crop } = data.group;
  return remakes(data, (boardCurve, rows) => {
    const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))].sort();
    return [
      ...subject(boardCurve, dataset),
      ...some(data),
      ...(crop === null ? [] : ['--crop', crop]),
      ...quality(boardCurve, rows),
      ...(metrics.length === 0 ? [] : ['--metrics', metrics.join()]),
    ];
  });
}

/** Records of time of one group, of the curves that were timed. Pure. */
export function timingCommands(
  data: PageDataset,
  timing: number,
  timed: readonly TimedRun[],
): Remake[] {
  const times = data.timings[timing]!;
  const { dataset, testbed, crop, threads } = times;
  const how = timed.findLast((each) => timesKey(each) === timesKey(times));
  return remakes(data, (boardCurve, all) => {
    const rows = timingRowsOf(times, all);
    if (rows.length === 0) return null;
    return [
      ...subject(boardCurve, dataset),
      ...some(data),
      ...['--measure', 'timing', '--crop', crop ?? 'none', '--threads', String(threads)],
      ...(how ? ['--passes', String(how.passes), '--seed', String(how.seed)] : []),
      ...['--testbed', testbed],
      ...quality(boardCurve, rows),
    ];
  });
}

function remakes(
  { group }: PageDataset,
  of: (boardCurve: BoardCurve, rows: readonly RdRow[]) => string[] | null,
): Remake[] {
  const options = curveOptions(group);
  return group.curves.flatMap((boardCurve, curve) => {
    const rows = boardCurve.points.map((place) => group.rows[place]!);
    const words = of(boardCurve, rows);
    if (words === null) return [];
    return [{ curve, name: options[curve]!.name, command: printCommand(words) }];
  });
}

function subject({ label }: BoardCurve, dataset: string): string[] {
  return ['npx', 'pareto', 'sweep', '--codec', label, '--dataset', dataset];
}

/** Few images are most likely not the whole data set, so they are named. */
function some({ images }: PageDataset): string[] {
  const names = images.map(({ name }) => name);
  const plain = names.every((name) => /^[\w.-]+$/.test(name));
  return names.length > 0 && names.length <= fewImages && plain ? ['--images', names.join()] : [];
}

const fewImages = 8;

function quality({ knob }: BoardCurve, rows: readonly Pick<RdRow, 'settings'>[]): string[] {
  if (knob === null) return [];
  const values = rows.map(({ settings }) => Number(settings[knob])).filter(Number.isFinite);
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.length === 0 ? [] : ['--quality', sorted.join()];
}

/** Words as a shell takes them: quoted where they hold more than plain characters. */
export function printCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
