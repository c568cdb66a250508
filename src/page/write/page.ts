import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RdTable } from '../../leaderboard/rd-table.js';
import { emptyGroup } from '../../leaderboard/references.js';
import type { Leaderboard } from '../../leaderboard/schema.js';
import { readProvenance } from '../../results/provenance.js';
import { type PageIndex, pageDataset, pageIndex, pageSchema } from '../model/contract.js';
import { pageEstimates } from '../model/estimates-file.js';
import { imageTimes, pageTimes } from '../model/image-times-file.js';
import { countTimed } from '../model/provenance.js';
import { datasetColumns } from './columns.js';
import { estimatesOf } from './estimates.js';
import { folderName, ownNames } from './own-names.js';
import { bringPage } from './page-folder.js';
import type { PageFile, PageInput } from './page-input.js';
import { pictureFiles } from './picture-files.js';

const built = fileURLToPath(new URL('../../../site', import.meta.url));

/** Where the page of a results folder lies. */
export function pageFolder(results: string): string {
  return path.join(results, 'page');
}

/**
 * Brings a folder to hold the page: its shell, and the data as scripts that it loads. It holds a
 * whole page at any moment, of before or of now. To be called under the lock of `writeTogether`.
 * @param beside files that are to be in the folder as well
 * @throws WorkError where a file cannot be written
 */
export function writePage(
  folder: string,
  input: PageInput,
  beside: readonly PageFile[] = [],
): void {
  const pictures = new Map<number, string>();
  let index: PageFile | undefined;
  function* content(): Generator<PageFile> {
    yield* pictureFiles(input, dataFile, (nth, file) => pictures.set(nth, file));
    index = yield* datasetFiles(input, pictures);
  }
  bringPage(folder, { content: content(), named: () => [...beside, ...shellFiles(), index!] });
}

/** What of the page does not depend on the data, the document last. */
function shellFiles(): PageFile[] {
  const names = readdirSync(built).filter((name) => !name.startsWith('.'));
  names.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
  return names.map((name) => ({ path: name, content: readFileSync(path.join(built, name)) }));
}

/** A file of data/ whose name tells its content. */
function dataFile(stem: string, value: unknown): PageFile {
  const digest = hash('sha256', JSON.stringify(value)).slice(0, 12);
  const file = `data/${stem}-${digest}.js`;
  return { path: file, content: dataScript(file, value) };
}

/**
 * A value as a script that hands it to the page, which a page from the file system may load where
 * it may not fetch. The value stands in a string: as a literal, a key `__proto__` would be none.
 */
export function dataScript(name: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `paretoData(${JSON.stringify(name)}, '${json}');\n`;
}

/** The files of data sets; gives the index, which names them. */
function* datasetFiles(
  { board, results = 'results', read = [results], tables, details, ...input }: PageInput,
  pictures: ReadonlyMap<number, string>,
): Generator<PageFile, PageFile> {
  const { timing = [], estimates = [] } = input;
  const { metrics, datasets, timings, estimates: accuracy, ...rest } = board;
  const timedOnly = [...new Set(timings.map(({ dataset }) => dataset))]
    .filter((dataset) => datasets.every((group) => group.dataset !== dataset))
    .map((dataset) => emptyGroup(dataset));
  const entries: PageIndex['datasets'] = [];
  for (const [at, group] of [...datasets, ...timedOnly].entries()) {
    const key = keyOf(group);
    const records = timing.filter(({ dataset }) => dataset === group.dataset);
    const table = tables.find((each) => keyOf(each) === key) ?? noTable(group);
    const own = timings.filter(({ dataset }) => dataset === group.dataset);
    const value = datasetColumns(group, table, {
      ...{ metrics, timings: own, details: details.of(group) },
    });
    const file = dataFile(`${at + 1}-${slug(key)}`, pageDataset.parse(value));
    yield file;
    let times: PageFile | null = null;
    if (records.length > 0) {
      const seconds = imageTimes(own, table.images, records);
      times = dataFile(`times-${at + 1}`, pageTimes.parse(seconds));
      yield times;
    }
    entries.push({
      ...{ key, dataset: group.dataset, crop: group.crop, images: group.images },
      ...{ file: file.path, times: times?.path ?? null, pictures: pictures.get(at) ?? null },
      curves: group.curves.map(({ codec, label }) => ({ codec, label })),
      made: details.of(group).made(),
      timed: countTimed(records),
    });
  }
  let scores: PageFile | null = null;
  if (accuracy.length > 0) {
    scores = dataFile('estimates', pageEstimates.parse(estimatesOf(accuracy, estimates)));
    yield scores;
  }
  const index = pageIndex.parse({
    ...rest,
    page: pageSchema,
    program: readProvenance().version,
    results: folderName(results),
    read: read.map(folderName),
    own: ownNames(board),
    estimates: scores?.path ?? null,
    datasets: entries,
  });
  return { path: 'data/index.js', content: dataScript('data/index.js', index) };
}

function noTable({ dataset, crop }: Leaderboard['datasets'][number]): RdTable {
  return { dataset, crop, images: [], names: [], covered: 0, rows: [] };
}

function keyOf({ dataset, crop }: { dataset: string; crop: string | null }): string {
  return crop === null ? dataset : `${dataset}@${crop}`;
}

/** A name as part of a file name and of an address; the number before it keeps it apart. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['data'];
  return words.join('-').slice(0, 60);
}
