import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { classNamed } from '../base/content-class.js';
import { type ErrorFacts, UsageError } from '../base/errors.js';
import { imageExtensions } from '../image/format.js';

/** An image file of a folder, by name and path. */
export interface FolderImage {
  readonly name: string;
  readonly path: string;
  /** The class that its subfolder names, see `classNamed`; none where it lies in the folder itself. */
  readonly content?: string;
}

const naturally = new Intl.Collator('en', { numeric: true });

/**
 * The image files under a folder at any depth, or the one image file that the path is, in natural
 * order (a2 before a10). A file is told by its extension; hidden ones are left out. Its name is the
 * path inside the folder without the extension, with it where two would clash. Content is not
 * looked at: what cannot be read fails later, as one image among many.
 * @param extensions in lower case, without the dot
 * @throws UsageError for a path that is not there and for a folder without images
 */
export async function listFolder(
  folder: string,
  extensions: readonly string[] = imageExtensions,
): Promise<FolderImage[]> {
  const isImage = (file: string): boolean =>
    extensions.includes(path.extname(file).slice(1).toLowerCase());
  const expected = extensions.map((extension) => `.${extension}`).join(', ');
  const found = await stat(folder).catch(() => null);
  if (found === null) {
    throw new UsageError(`no folder of images and no image file at '${folder}'`, noImages(folder));
  }
  if (found.isFile()) {
    if (isImage(folder)) return nameImages(path.dirname(folder), [path.basename(folder)]);
    throw new UsageError(
      `'${folder}' is no image by its extension; expected ${expected}`,
      noImages(folder),
    );
  }
  if (!found.isDirectory()) {
    throw new UsageError(
      `'${folder}' is a pipe or device; expected a folder of images, or an image file`,
      noImages(folder),
    );
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const candidates = entries
    .filter((entry) => !entry.isDirectory() && isImage(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).some((part) => part.startsWith('.')));
  const files: string[] = [];
  for (const file of candidates) {
    // No pipes and devices, which would be waited for; a link to nowhere fails when it is loaded.
    const target = await stat(path.join(folder, file)).catch(() => null);
    if (target === null || target.isFile()) files.push(file);
  }
  if (files.length === 0) {
    throw new UsageError(
      `folder '${folder}' holds no images; expected files of ${expected}`,
      noImages(folder),
    );
  }
  return nameImages(folder, files);
}

function noImages(path: string): ErrorFacts {
  return { code: 'no-images', data: { path } };
}

function nameImages(folder: string, files: readonly string[]): FolderImage[] {
  const names = files.map((file) => file.split(path.sep).join('/'));
  const stems = names.map((name) => name.slice(0, -path.extname(name).length));
  const counts = new Map<string, number>();
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return files
    .map((file, i) => ({
      name: counts.get(stems[i]!) === 1 ? stems[i]! : names[i]!,
      path: path.resolve(folder, file),
      ...(names[i]!.includes('/') && { content: classNamed(names[i]!.split('/')[0]!) }),
    }))
    .sort((a, b) => naturally.compare(a.name, b.name));
}
