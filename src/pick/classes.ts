import { classNamed } from '../base/content-class.js';
import { checkNames, UsageError } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import type { ImageRef } from '../datasets/dataset.js';
import { readContents } from '../results/stored-contents.js';

/** The class of a picture: `photograph`, `screen`, the name of a subfolder; null where none is known. */
export type ContentOf = (image: ImageRef) => string | null;

/** Classes as the pictures themselves tell them, else as results hold them. */
export function contentIn(results: string, dataset: string, warn: Warn): ContentOf {
  const stored = readContents(results, warn);
  return ({ content, sha256 }) => content ?? stored(dataset, sha256);
}

/**
 * The pictures of one class, or all of them.
 * @param wanted a class, or a common word for one; all pictures if undefined
 * @throws UsageError where no picture is of that class
 */
export function cutToClass(
  images: readonly ImageRef[],
  contentOf: ContentOf,
  wanted: string | undefined,
): ImageRef[] {
  if (wanted === undefined) return [...images];
  const name = classNamed(wanted);
  const known = images.flatMap((image) => contentOf(image) ?? []);
  if (known.length === 0) {
    throw new UsageError(
      `no picture has a class, so there is none of class '${wanted}': put the pictures of a class into a subfolder of its name`,
    );
  }
  checkNames('class of images', [name], known);
  return images.filter((image) => contentOf(image) === name);
}

/** The classes of pictures, by name, but for one that is all of them. */
export function smallerClasses(images: readonly ImageRef[], contentOf: ContentOf): string[] {
  const counts = new Map<string, number>();
  for (const image of images) {
    const content = contentOf(image);
    if (content !== null) counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  return [...counts].flatMap(([content, count]) => (count < images.length ? [content] : [])).sort();
}
