import { UsageError, unknownName, WorkError } from '../base/errors.js';
import { compareSides, isVoid } from '../compare/compare.js';
import { parseSide, readSide, type Side, type SideChoice } from '../compare/sides.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { compareText } from './compare-tables.js';
import type { compareOptions } from './options/compare.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';

/** Compares two folders of results, or two versions: what changed, and how surely. */
export async function compareCommand(args: ArgumentsOf<typeof compareOptions>): Promise<void> {
  const { warn } = openReporter();
  const datasets = args.dataset === undefined ? undefined : pathsOf(args.dataset);
  if (args.after === undefined && args['version-b'] === undefined) {
    throw new UsageError(
      `compare takes two sides, got ${args.before} alone; give a second folder, or two versions of the engines with --version-a and --version-b`,
    );
  }
  const facts = await loadMetricFacts();
  const read = (choice: SideChoice) => readSide(choice, { facts, datasets, warn });
  const a = read(choiceOf(args.before, args['version-a']));
  const b = read(
    args.after === undefined
      ? choiceOf(parseSide(args.before).results, args['version-b'])
      : choiceOf(args.after, args['version-b']),
  );
  const metrics = args.metric === undefined ? undefined : pathsOf(args.metric);
  const known = [
    ...new Set([...a.rd, ...b.rd].flatMap((each) => Object.keys(each.metrics))),
  ].sort();
  for (const metric of metrics ?? []) {
    if (!known.includes(metric)) throw unknownName('metric', metric, known);
  }
  const ignore = pathsOf(args.ignore ?? '');
  checkSettings(ignore, [a, b]);
  const report = compareSides(a, b, { ignore, metrics });
  if (args.json) printJson(report);
  else print(compareText(report));
  if (!args['fail-on-regression']) return;
  const { regressions } = report;
  if (regressions.length > 0) {
    throw new WorkError(`${regressions.length} regressions; first: ${regressions[0]}`);
  }
  if (isVoid(report)) {
    throw new WorkError(`nothing of ${a.name} and ${b.name} can be compared`);
  }
}

/** A setting that no record has would be ignored to no avail. */
function checkSettings(names: readonly string[], sides: readonly Side[]): void {
  const all = sides.flatMap(({ rd, timing }) => [...rd, ...timing]);
  const known = new Set(all.flatMap(({ settings }) => Object.keys(settings)));
  for (const name of names) {
    if (!known.has(name)) throw unknownName('setting', name, [...known].sort());
  }
}

function choiceOf(text: string, version: string | undefined): SideChoice {
  return version === undefined ? parseSide(text) : { results: text, version };
}
