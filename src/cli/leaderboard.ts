import { UsageError, unknownName } from '../base/errors.js';
import { writeTogether } from '../base/write-together.js';
import { factsIn, type MetricFacts } from '../curves/metric-facts.js';
import { defaultAnchor } from '../leaderboard/default-anchor.js';
import { curvesNamed } from '../leaderboard/group-curves.js';
import { buildLeaderboard, readResults } from '../leaderboard/leaderboard.js';
import { leaderboardFile, writeLeaderboard } from '../leaderboard/leaderboard-file.js';
import type { Leaderboard, TimingGroup } from '../leaderboard/schema.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { collectDetails } from '../page/write/details.js';
import { openInBrowser } from '../page/write/open.js';
import { pageFolder, writePage } from '../page/write/page.js';
import { serveFolder } from '../page/write/serve.js';
import { baselineFolder, checkBaseline, checkNotBaseline } from '../results/baseline.js';
import { foldersOf, type ResultFolders } from '../results/folders.js';
import { noResults } from '../results/no-results.js';
import { holdsRecords } from '../results/store.js';
import { pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { leaderboardOptions } from './options/leaderboard.js';
import { print, printJson } from './output.js';
import { describePictures, gatherPictures, pictureLimits } from './pictures.js';
import { openReporter } from './progress.js';
import { rdTable, timingTable } from './result-tables.js';
import { anchorWarning, frontTables, matrixTable, standingTable } from './standing-tables.js';

function checkScale(metric: string, facts: ReadonlyMap<string, MetricFacts>): void {
  const scales = [...facts.values()].filter(({ scale }) => scale !== null);
  if (scales.some(({ id }) => id === metric)) return;
  const known = scales.map(({ id }) => id).join(', ');
  throw new UsageError(
    `--matrix takes a metric that is a scale of quality, got '${metric}'; known: ${known}`,
  );
}

function checkPort(port: number, open: boolean): void {
  if (!open) throw new UsageError('--port is of --open, which is not there');
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  throw new UsageError(`--port takes a whole number from 0 to 65535, got ${port}`);
}

/** A page without anything on it would be of a folder whose name is a slip of the pen. */
function checkSome({ records, datasets }: Leaderboard, results: ResultFolders): void {
  if (records.rd + records.timing === 0 && datasets.length === 0) throw noResults(results);
}

/** A name that no record has is a slip of the pen; without any records there is nothing to know. */
function checkNames(board: Leaderboard, anchor: string, wanted: readonly string[] = []): void {
  const { datasets, timings } = board;
  const known = [...new Set([...datasets, ...timings].map((group) => group.dataset))];
  if (known.length === 0) return;
  for (const dataset of wanted) {
    if (!known.includes(dataset)) throw unknownName('data set', dataset, known);
  }
  if (anchor === defaultAnchor || datasets.some((group) => group.anchor !== null)) return;
  const labels = datasets.flatMap(({ curves }) => curves.map(({ label }) => label));
  const name = anchor.split('@')[0]!;
  const versions = datasets
    .flatMap(({ curves }) => curvesNamed(curves, name))
    .map(({ engine }) => `${name}@${engine.version}`);
  if (name !== anchor && versions.length > 0) {
    throw unknownName('anchor', anchor, [...new Set(versions)].sort());
  }
  throw unknownName('anchor', anchor, [...new Set(labels)].sort());
}

/** Images that the rates are of which stand beside these times. */
function imagesOf({ datasets }: Leaderboard, { dataset, images }: TimingGroup): number {
  const groups = datasets.filter((group) => group.dataset === dataset && group.images > 0);
  return Math.max(images, ...groups.map((group) => group.images));
}

/** Serves the page until Ctrl-C. */
async function showPage(folder: string, port?: number): Promise<void> {
  const { url, close } = await serveFolder(folder, port);
  print(`the page is at ${url}; Ctrl-C ends it`);
  openInBrowser(url);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await close();
}

/** Aggregates all results into leaderboard.json and a page. */
export async function leaderboardCommand({
  out,
  anchor,
  dataset,
  matrix,
  json,
  open,
  port,
  ...args
}: ArgumentsOf<typeof leaderboardOptions>): Promise<void> {
  if (json && open) throw new UsageError('--json and --open exclude each other; leave one out');
  if (port !== undefined) checkPort(port, open);
  const limits = pictureLimits(args.pictures, args['pictures-limit']);
  const reporter = openReporter();
  const { warn } = reporter;
  const details = collectDetails();
  checkNotBaseline(out);
  const withBaseline = args['with-baseline'];
  if (withBaseline) checkBaseline();
  const results = withBaseline ? [baselineFolder, out] : out;
  const input = readResults(results, {
    ...{ facts: await loadMetricFacts(), warn, visit: details.add },
  });
  if (matrix !== undefined) checkScale(matrix, input.facts);
  const board = buildLeaderboard({ ...input, anchor });
  checkSome(board, results);
  const wanted = dataset === undefined ? undefined : pathsOf(dataset);
  checkNames(board, anchor, wanted);
  const shown = (group: { dataset: string }): boolean => wanted?.includes(group.dataset) ?? true;
  const groups = board.datasets.filter(shown);
  for (const each of groups.map(anchorWarning)) if (each !== null) warn(each);
  const file = leaderboardFile(out);
  const page = pageFolder(out);
  const pictures = await gatherPictures(results, input.rd, limits, reporter);
  reporter.done();
  const { rd, timing } = input;
  await writeTogether(out, () => {
    writeLeaderboard(file, board);
    writePage(page, {
      ...{ board, tables: rd, details, timing, pictures: pictures.sets },
      ...{ results: out, read: foldersOf(results).filter(holdsRecords) },
    });
  });
  if (open) {
    await showPage(page, port);
    return;
  }
  if (json) {
    printJson(board);
    return;
  }
  const tables =
    matrix === undefined
      ? [
          ...groups.flatMap((group) =>
            group.rows.length === 0
              ? `${group.dataset}: nothing was measured on it; imported curves: ${group.references.map(({ label }) => label).join(', ')}`
              : [
                  rdTable(group, board.metrics),
                  standingTable(group, anchor),
                  ...frontTables(group, board.timings),
                ],
          ),
          ...board.timings.filter(shown).map((times) => timingTable(times, imagesOf(board, times))),
        ]
      : groups.map((group) =>
          matrixTable(
            group,
            factsIn(board.metrics, matrix),
            rd.find(({ dataset: name, crop }) => name === group.dataset && crop === group.crop),
          ),
        );
  const told = describePictures(pictures);
  const written = `written to ${file} and ${page}`;
  print([...tables, ...(told === null ? [] : [told]), written].join('\n\n'));
}
