import { checkNames, UsageError } from '../base/errors.js';
import { namesAmong } from '../base/names-among.js';
import { factsIn, type MetricFacts } from '../curves/metric-facts.js';
import type { Leaderboard, TimingGroup } from '../leaderboard/schema.js';
import { planPage } from '../library/write-page.js';
import { openInBrowser } from '../page/write/open.js';
import { serveFolder } from '../page/write/serve.js';
import { pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { leaderboardOptions } from './options/leaderboard.js';
import { print, printJson } from './output.js';
import { describePictures, pictureLimits } from './pictures.js';
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
  const { warn, progress } = reporter;
  const plan = await planPage(out, {
    ...{ withBaseline: args['with-baseline'], anchor, pictures: limits, onWarning: warn },
    onProgress: ({ kind, done, total }) => {
      if (kind === 'pictures') progress('pictures', done, total, 0);
    },
  });
  const { board, tables: measured } =
    args.class === undefined ? plan : await plan.ofClass(args.class);
  if (matrix !== undefined) checkScale(matrix, plan.facts);
  const held = [...board.datasets, ...board.timings].map((group) => group.dataset);
  const wanted = dataset === undefined ? undefined : namesAmong('data set', pathsOf(dataset), held);
  checkNames('data set', wanted ?? [], held);
  const shown = (group: { dataset: string }): boolean => wanted?.includes(group.dataset) ?? true;
  const groups = board.datasets.filter(shown);
  for (const each of groups.map(anchorWarning)) if (each !== null) warn(each);
  const { file, page, pictures } = await plan.write();
  reporter.done();
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
            measured.find(
              ({ dataset: name, crop }) => name === group.dataset && crop === group.crop,
            ),
          ),
        );
  const told = describePictures(pictures);
  const title = board.content === undefined ? [] : [`only images of class ${board.content}`];
  const written = `written to ${file} and ${page}`;
  print([...title, ...tables, ...(told === null ? [] : [told]), written].join('\n\n'));
}
