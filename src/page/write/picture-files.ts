import { readBoundedSync } from '../../base/read-bounded.js';
import { pagePictures } from '../model/pictures.js';
import type { PageFile, PageInput } from './page-input.js';
import { startPictures } from './picture-set.js';

/**
 * The files of the page that pictures need: of every data set that has images, what is there.
 * @param dataFile makes a file of data/ of a value
 * @param onList told which file tells of the pictures of a data set, by its place on the board
 */
export function* pictureFiles(
  { board, tables, pictures }: Omit<PageInput, 'details'>,
  dataFile: (stem: string, value: unknown) => PageFile,
  onList: (dataset: number, file: string) => void,
): Generator<PageFile> {
  const written = new Set<string>();
  for (const [index, { dataset, crop }] of board.datasets.entries()) {
    const place = tables.findIndex((table) => table.dataset === dataset && table.crop === crop);
    if (place < 0) continue;
    const set = pictures?.[place] ?? startPictures(tables[place]!, 0);
    const file = dataFile(`pictures-${index + 1}`, pagePictures.parse(set.pictures));
    onList(index, file.path);
    yield file;
    for (const [target, source] of set.files) {
      if (written.has(target)) continue;
      written.add(target);
      const content = readIfThere(source);
      if (content !== null) yield { path: target, content };
    }
  }
}

/** Null if the file has left the cache since: the page says what it cannot load. */
function readIfThere(source: string): Uint8Array | null {
  try {
    return readBoundedSync(source, { bound: 'picture' });
  } catch {
    return null;
  }
}
