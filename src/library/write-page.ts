import { z } from 'zod';
import { classNamed } from '../base/content-class.js';
import { checkNames, unknownName } from '../base/errors.js';
import { checkPath, passedOn, readOptions, text, yes } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { writeTogether } from '../base/write-together.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { defaultAnchor } from '../leaderboard/default-anchor.js';
import { scoreEstimates, sizesIn } from '../leaderboard/estimate-scores.js';
import { curvesNamed } from '../leaderboard/group-curves.js';
import { buildLeaderboard } from '../leaderboard/leaderboard.js';
import { leaderboardFile, writeLeaderboard } from '../leaderboard/leaderboard-file.js';
import type { RdTable } from '../leaderboard/rd-table.js';
import type { Leaderboard } from '../leaderboard/schema.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { collectDetails } from '../page/write/details.js';
import { gatherPictures } from '../page/write/gather-pictures.js';
import type { PictureLimits, PicturesMade } from '../page/write/make-pictures.js';
import { pageFolder, writePage as writeFiles } from '../page/write/page.js';
import type { PageFile } from '../page/write/page-input.js';
import { baselineFolder, checkBaseline, checkNotBaseline } from '../results/baseline.js';
import { bitstreamLimit, pruneBitstreams } from '../results/bitstreams.js';
import { foldersOf } from '../results/folders.js';
import { noResults } from '../results/no-results.js';
import type { FilesRead } from '../results/read-records.js';
import { holdsRecords } from '../results/store.js';
import { readInSteps } from './read-in-steps.js';

/** What is read and written, as it is. */
export type PageEvent =
  | ({ readonly kind: 'read' } & FilesRead)
  /** Points of curves whose pictures were looked for. */
  | { readonly kind: 'pictures'; readonly done: number; readonly total: number };

/** Options of `writePage`. */
export interface WritePageOptions {
  /** Show the results that come with the project too; where both have a measurement, one’s own count. */
  readonly withBaseline?: boolean;
  /** Curve, or codec, that the others are compared with; `jpeg` if not given. */
  readonly anchor?: string;
  /**
   * Pictures out of the cache, with `encode` also of bitstreams that are encoded anew; out of the cache,
   * of the first 3 images of each data set, 200 MB, if not given.
   */
  readonly pictures?: PictureLimits;
  /** Told of records that are passed over. */
  readonly onWarning?: Warn;
  readonly onProgress?: (event: PageEvent) => void;
  /** Ends it after the file or image at hand; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface WrittenPage {
  readonly board: Leaderboard;
  /** Path of leaderboard.json. */
  readonly file: string;
  /** Folder of the page; index.html in it is what a browser opens. */
  readonly page: string;
  readonly pictures: PicturesMade;
}

/** Where a page is published, apart from the results. */
export interface PublishTarget {
  readonly folder: string;
  /** Files beside the page's own. */
  readonly files: (board: Leaderboard) => readonly PageFile[];
}

/** A page that is worked out, and not written. */
export interface PagePlan {
  readonly board: Leaderboard;
  /** What is known of metrics, by id. */
  readonly facts: ReadonlyMap<string, MetricFacts>;
  /** The samples behind its curves. */
  readonly tables: readonly RdTable[];
  /**
   * The same of the images of one class, `photo`, which is to be looked at and not written.
   * @throws UsageError where there is none
   */
  ofClass(name: string): Promise<Pick<PagePlan, 'board' | 'tables'>>;
  write(): Promise<WrittenPage>;
}

const upTo = z.custom<number>((value) => typeof value === 'number' && value >= 0);
const pageOptions = z.strictObject({
  withBaseline: yes.default(false),
  anchor: text('a curve or a codec').default(defaultAnchor),
  pictures: z
    .custom<PictureLimits>(
      (given) =>
        z
          .strictObject({ images: upTo, bytes: upTo, encode: z.boolean().optional() })
          .safeParse(given).success,
      'limits such as { images: 3, bytes: 200e6, encode: true }',
    )
    .default({ images: 3, bytes: 200e6 }),
  onWarning: passedOn,
  onProgress: passedOn,
  signal: passedOn,
});

/**
 * Writes leaderboard.json and the page into a folder of results, as `pareto leaderboard` does.
 *
 *     const { page } = await writePage('./results', { anchor: 'webp' });
 *
 * @throws UsageError for a folder without records and for an anchor that no record has; WorkError
 *   where a file cannot be written; the signal's reason
 */
export async function writePage(
  results: string,
  options: WritePageOptions = {},
): Promise<WrittenPage> {
  return (await planPage(results, options)).write();
}

/**
 * Reads the results and builds the leaderboard, so that it can be looked at before it is written.
 * @param target where the page goes; the folder of results if null
 */
export async function planPage(
  out: string,
  options: WritePageOptions = {},
  target: PublishTarget | null = null,
): Promise<PagePlan> {
  checkPath('results', 'the path of a folder', out);
  const { withBaseline, anchor, pictures: limits } = readOptions('writePage', pageOptions, options);
  const { onWarning: warn = () => {}, onProgress, signal } = options;
  signal?.throwIfAborted();
  if (target === null) checkNotBaseline(out);
  if (withBaseline) checkBaseline();
  const results = withBaseline ? [baselineFolder, out] : out;
  const details = collectDetails();
  const input = await readInSteps(results, {
    ...{ facts: await loadMetricFacts(), warn, visit: details.add, signal },
    onProgress: (read) => onProgress?.({ kind: 'read', ...read }),
  });
  const board = buildLeaderboard({ ...input, anchor });
  // A page without anything on it would be of a folder whose name is a slip of the pen.
  const { records, datasets } = board;
  if (records.rd + records.timing === 0 && datasets.length === 0) throw noResults(results);
  checkAnchor(board, anchor);
  const write = async (): Promise<WrittenPage> => {
    const cacheLimit = bitstreamLimit();
    const pictures = await gatherPictures(results, input.rd, limits, (done, total) => {
      onProgress?.({ kind: 'pictures', done, total });
      signal?.throwIfAborted();
    });
    const page = target?.folder ?? pageFolder(out);
    const file = leaderboardFile(target?.folder ?? out);
    const { rd: tables, timing } = input;
    const read = foldersOf(results).filter((folder) => holdsRecords(folder));
    const content = {
      ...{ board, tables, details, timing, pictures: pictures.sets },
      estimates: scoreEstimates(input.estimates ?? [], sizesIn(tables)).scored,
      ...{ results: out, read },
    };
    await writeTogether(target?.folder ?? out, () => {
      if (target === null) writeLeaderboard(file, board);
      writeFiles(page, content, target?.files(board));
    });
    if (limits.encode === true) await pruneBitstreams(cacheLimit);
    return { board, file, page, pictures };
  };
  const ofClass = async (name: string): Promise<Pick<PagePlan, 'board' | 'tables'>> => {
    const content = classNamed(name);
    checkNames('class of images', [content], classesOf(board));
    // What is passed over was told of before.
    const cut = await readInSteps(results, { facts: input.facts, warn: () => {}, signal, content });
    return { board: buildLeaderboard({ ...cut, anchor }), tables: cut.rd };
  };
  return { board, facts: input.facts, tables: input.rd, ofClass, write };
}

/** The classes that images of a board have. */
function classesOf({ datasets }: Leaderboard): string[] {
  return datasets.flatMap(({ pictures = [] }) => pictures.flatMap(({ content }) => content ?? []));
}

/** An anchor that no record has is a slip of the pen; the usual one may be missing. */
function checkAnchor({ datasets }: Leaderboard, anchor: string): void {
  const none = datasets.every((group) => group.curves.length === 0);
  if (none || anchor === defaultAnchor || datasets.some((group) => group.anchor !== null)) return;
  const name = anchor.split('@')[0]!;
  const versions = datasets
    .flatMap(({ curves }) => curvesNamed(curves, name))
    .map(({ engine }) => `${name}@${engine.version}`);
  const labels = datasets.flatMap(({ curves }) => curves.map(({ label }) => label));
  const known = name !== anchor && versions.length > 0 ? versions : labels;
  throw unknownName('anchor', anchor, [...new Set(known)].sort());
}
