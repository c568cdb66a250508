import type { BoardCurve, RdRow } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import {
  againFolder,
  type CommandNames,
  metricWords,
  printCommand,
  sweepWords,
} from './commands.js';
import type { PageDataset } from './contract.js';
import { timingRowsOf } from './memo.js';
import type { TimedRun } from './provenance.js';
import { curveOptions } from './selection.js';

type Settled = Pick<RdRow, 'settings'>;

/** The command that makes the records of a curve again. */
export interface Remake {
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly name: string;
  readonly command: string;
}

/**
 * Records of rate and distortion, in the order of `group.curves`. They go into a folder of their own,
 * since what a folder has is not measured again. Pure.
 */
export function rdCommands(data: PageDataset, names: CommandNames): Remake[] {
  const { crop } = data.group;
  return remakes(data, names, (rows) => {
    const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))].sort();
    return {
      rows,
      options: [
        ...some(data),
        ...(crop === null ? [] : ['--crop', crop]),
        ...metricWords(names, metrics),
      ],
    };
  });
}

/** Records of time of one group, of the curves that were timed. Pure. */
export function timingCommands(
  data: PageDataset,
  timing: number,
  { timed, names }: { readonly timed: readonly TimedRun[]; readonly names: CommandNames },
): Remake[] {
  const times = data.timings[timing]!;
  const { testbed, crop, threads } = times;
  const how = timed.findLast((each) => timesKey(each) === timesKey(times));
  return remakes(data, names, (all) => ({
    rows: timingRowsOf(times, all),
    options: [
      ...some(data),
      ...['--measure', 'timing', '--crop', crop ?? 'none', '--threads', String(threads)],
      ...(how ? ['--passes', String(how.passes), '--seed', String(how.seed)] : []),
      ...['--testbed', testbed],
    ],
  }));
}

function remakes(
  { group }: PageDataset,
  names: CommandNames,
  of: (rows: readonly RdRow[]) => { rows: readonly Settled[]; options: readonly string[] },
): Remake[] {
  const options = curveOptions(group);
  return group.curves.flatMap((boardCurve, curve) => {
    const { rows, options: chosen } = of(boardCurve.points.map((place) => group.rows[place]!));
    if (rows.length === 0) return [];
    const command = sweepWords(names, {
      specs: [specOf(boardCurve, rows)],
      dataset: group.dataset,
      options: [...chosen, '--out', againFolder],
    });
    return [{ curve, name: options[curve]!.name, command: printCommand(command) }];
  });
}

/** What compares the records that were made again with those of the page. */
export function againCommands({ group }: PageDataset, { read }: CommandNames): string[] {
  return read.map((folder) =>
    printCommand(['npx', 'pareto', 'compare', folder, againFolder, '--dataset', group.dataset]),
  );
}

/** Few images are most likely not the whole data set, so they are named. */
function some({ images }: PageDataset): string[] {
  const names = images.map(({ name }) => name);
  const plain = names.every((name) => /^[\w.-]+$/.test(name));
  return names.length > 0 && names.length <= fewImages && plain ? ['--images', names.join()] : [];
}

const fewImages = 8;

/** The codec with its settings, and all values that its rate knob has in the rows. */
function specOf({ label, knob }: BoardCurve, rows: readonly Settled[]): string {
  const values = knob === null ? [] : rows.map(({ settings }) => Number(settings[knob]));
  const sorted = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
  if (sorted.length === 0) return label;
  return `${label}${label.includes(':') ? ',' : ':'}${knob}=${sorted.join('+')}`;
}
