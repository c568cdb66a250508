import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { picturesFile } from './picturesshown.js';
import type { PageInput } from './write.js';

const file = z.string();

/** `data/pictures-<n>.js`: which pictures the page has of a data set, and why others are not there. */
export const pagePictures = z.object({
  /** In the order of the data set's images. Paths are from the page. */
  images: z.array(
    z.object({
      original: file.nullable(),
      thumbnail: file.nullable(),
      /** Why there is no original: place in `reasons`. */
      reason: z.int().nullable(),
      /** Whether pictures of this image were asked for. */
      asked: z.boolean(),
    }),
  ),
  /** Decoded pictures of the images that were asked for. */
  shown: z.array(
    z.object({
      row: z.int().nonnegative(),
      image: z.int().nonnegative(),
      file: file.nullable(),
      /** What decoded it to a PNG; null where the file is the bitstream, or there is none. */
      decodedBy: z.string().nullable(),
      /** Why there is no file: place in `reasons`. */
      reason: z.int().nullable(),
      /** Error maps by metric. */
      maps: z.record(z.string(), file),
    }),
  ),
  reasons: z.array(z.string()),
  /** How maps are read: what a value is, and the value that is white; 0 is black. */
  maps: z.record(z.string(), z.object({ meaning: z.string(), full: z.number() })),
});

export type PagePictures = z.infer<typeof pagePictures>;

/** The pictures of one data set, and where their files lie. */
export interface PictureSet {
  readonly pictures: PagePictures;
  /** Path of the file to copy, by its path from the page. */
  readonly files: ReadonlyMap<string, string>;
}

/** A data set without pictures yet, of whose images the first so many are asked for. */
export function startPictures(
  { images }: { readonly images: readonly unknown[] },
  asked: number,
): PictureSet & { readonly files: Map<string, string> } {
  return {
    pictures: {
      images: images.map((_, nth) => ({
        ...{ original: null, thumbnail: null, reason: null, asked: nth < asked },
      })),
      ...{ shown: [], reasons: [], maps: {} },
    },
    files: new Map(),
  };
}

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

/** Null where the cache was pruned meanwhile: the page tells what it cannot load. */
function readIfThere(source: string): Uint8Array | null {
  try {
    return readFileSync(source);
  } catch {
    return null;
  }
}
