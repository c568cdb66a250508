import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RdTable } from '../../leaderboard/rd-table.js';
import { emptyGroup } from '../../leaderboard/references.js';
import type { Leaderboard } from '../../leaderboard/schema.js';
import { readProvenance } from '../../results/provenance.js';
import { pageDataset, pageIndex, pageSchema } from '../model/contract.js';
import { imageTimes, pageTimes } from '../model/image-times-file.js';
import { countTimed } from '../model/provenance.js';
import { datasetColumns } from './columns.js';
import { folderName, ownNames } from './own-names.js';
import type { PageFile, PageInput, PageWriter } from './page-input.js';
import { pictureFiles } from './picture-files.js';

/** What makes the files of data/. A view that needs data of its own adds a line. */
const writers: readonly PageWriter[] = [datasetFiles, (input) => pictureFiles(input, dataScript)];

const built = fileURLToPath(new URL('../../../site', import.meta.url));

/** Where the page of a results folder lies. */
export function pageFolder(results: string): string {
  return path.join(results, 'page');
}

/** Writes the page anew, whole or not at all: its shell, and the data as scripts that it loads. */
export function writePage(folder: string, input: PageInput): void {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  cpSync(built, part, { recursive: true });
  for (const write of writers) {
    for (const file of write(input)) {
      const target = path.join(part, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, file.content);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}

/**
 * A value as a script that hands it to the page, which a page from the file system may load where
 * it may not fetch. The value stands in a string: as a literal, a key `__proto__` would be none.
 */
export function dataScript(name: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `paretoData(${JSON.stringify(name)}, '${json}');\n`;
}

function* datasetFiles({
  board,
  results = 'results',
  read = [results],
  tables,
  details,
  timing = [],
}: PageInput): Generator<PageFile> {
  const { metrics, datasets, timings, ...rest } = board;
  const timedOnly = [...new Set(timings.map(({ dataset }) => dataset))]
    .filter((dataset) => datasets.every((group) => group.dataset !== dataset))
    .map((dataset) => emptyGroup(dataset));
  const entries = [...datasets, ...timedOnly].map((group, nth) => ({
    group,
    key: keyOf(group),
    file: `data/${nth + 1}-${slug(keyOf(group))}.js`,
    records: timing.filter(({ dataset }) => dataset === group.dataset),
    times: `data/times-${nth + 1}.js`,
  }));
  for (const { group, key, file, records, times } of entries) {
    const table = tables.find((each) => keyOf(each) === key) ?? noTable(group);
    const own = timings.filter(({ dataset }) => dataset === group.dataset);
    const value = datasetColumns(group, table, {
      ...{ metrics, timings: own, details: details.of(group) },
    });
    yield { path: file, content: dataScript(file, pageDataset.parse(value)) };
    if (records.length === 0) continue;
    const seconds = imageTimes(own, table.images, records);
    yield { path: times, content: dataScript(times, pageTimes.parse(seconds)) };
  }
  const index = pageIndex.parse({
    ...rest,
    page: pageSchema,
    program: readProvenance().version,
    results: folderName(results),
    read: read.map(folderName),
    own: ownNames(board),
    datasets: entries.map(({ group, key, file, records, times }) => ({
      ...{ key, dataset: group.dataset, crop: group.crop, images: group.images, file },
      times: records.length === 0 ? null : times,
      curves: group.curves.map(({ codec, label }) => ({ codec, label })),
      made: details.of(group).made(),
      timed: countTimed(records),
    })),
  });
  yield { path: 'data/index.js', content: dataScript('data/index.js', index) };
}

function noTable({ dataset, crop }: Leaderboard['datasets'][number]): RdTable {
  return { dataset, crop, images: [], covered: 0, rows: [] };
}

function keyOf({ dataset, crop }: { dataset: string; crop: string | null }): string {
  return crop === null ? dataset : `${dataset}@${crop}`;
}

/** A name as part of a file name and of an address; the number before it keeps it apart. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['data'];
  return words.join('-').slice(0, 60);
}
