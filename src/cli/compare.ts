import { UsageError, WorkError } from '../base/errors.js';
import { isVoid } from '../compare/compare.js';
import { parseSide, type SideChoice } from '../compare/sides.js';
import { compareResults } from '../library/compare-results.js';
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
  const before = choiceOf(args.before, args['version-a']);
  const after =
    args.after === undefined
      ? choiceOf(parseSide(args.before).results, args['version-b'])
      : choiceOf(args.after, args['version-b']);
  const report = await compareResults(before, after, {
    ...{ datasets, ignore: pathsOf(args.ignore ?? ''), onWarning: warn },
    metrics: args.metric === undefined ? undefined : pathsOf(args.metric),
  });
  if (args.json) printJson(report);
  else print(compareText(report));
  if (!args['fail-on-regression']) return;
  const { regressions } = report;
  if (regressions.length > 0) {
    throw new WorkError(`${regressions.length} regressions; first: ${regressions[0]}`);
  }
  if (isVoid(report)) {
    throw new WorkError(`nothing of ${report.a.name} and ${report.b.name} can be compared`);
  }
}

function choiceOf(text: string, version: string | undefined): SideChoice {
  return version === undefined ? parseSide(text) : { results: text, version };
}
