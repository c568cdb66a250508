import type { PagePictures } from '../model/pictures.js';

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
