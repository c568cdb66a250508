import { readBoundedSync } from '../../base/read-bounded.js';
import { pagePictures } from '../model/pictures.js';
import { picturesFile } from '../model/pictures-shown.js';
import type { PageInput } from './page-input.js';
import { startPictures } from './picture-set.js';

/** The files of the page that pictures need: of every data set that has images, what is there. */
export function* pictureFiles(
  { board, tables, pictures }: Omit<PageInput, 'details'>,
  script: (name: string, value: unknown) => string,
): Generator<{ path: string; content: string | Uint8Array }> {
  const written = new Set<string>();
  for (const [index, { dataset, crop }] of board.datasets.entries()) {
    const place = tables.findIndex((table) => table.dataset === dataset && table.crop === crop);
    if (place < 0) continue;
    const set = pictures?.[place] ?? startPictures(tables[place]!, 0);
    const name = picturesFile(index + 1);
    yield { path: name, content: script(name, pagePictures.parse(set.pictures)) };
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
