import path from 'node:path';
import { WorkError } from '../base/errors.js';
import { filesBelow, pathBefore } from '../base/files-below.js';
import { isPattern, matchesPattern } from '../base/name-pattern.js';
import { statsOf } from '../base/stats-of.js';
import { readableExtensions } from '../codecs/formats.js';

/** A picture that was named, or lies in a folder that was. */
export interface FoundInput {
  readonly file: string;
  /** Folder below the place of outputs that its own goes to: the tree of what was named. */
  readonly folder: string;
}

/** What was found. */
export interface FoundInputs {
  readonly files: readonly FoundInput[];
  /** Files of folders whose names are of no format. */
  readonly passedOver: number;
}

const endings = new Set(readableExtensions);

/**
 * Finds pictures: files, folders with all below them, and patterns (`photos/**\/*.jpg`, where ** is any
 * folders). Hidden files, links to folders, and files whose names are of no format are passed over in folders.
 * @param leftOut the real path of the folder of outputs, which is not read where it lies in one that is
 * @throws WorkError for what is not there, and for a pattern or a folder that holds no picture
 */
export function findInputs(named: readonly string[], leftOut: string | null): FoundInputs {
  const files: FoundInput[] = [];
  let passedOver = 0;
  for (const name of named) {
    const found = statsOf(name);
    if (found?.isDirectory()) {
      const below = filesBelow(name, { leftOut, links: true });
      const pictures = below.filter(isPicture);
      passedOver += below.length - pictures.length;
      files.push(...pictures.map(inTree(name)));
    } else if (found) files.push({ file: name, folder: '' });
    else if (isPattern(name)) files.push(...matching(name, leftOut));
    else throw new WorkError(`${name} is not there`, { code: 'no-images', data: { path: name } });
  }
  if (files.length === 0 && named.length > 0) {
    throw new WorkError(`no pictures in ${named.join(', ')}`, {
      code: 'no-images',
      data: { path: named[0] },
    });
  }
  return { files, passedOver };
}

function inTree(root: string): (file: string) => FoundInput {
  const before = pathBefore(root);
  return (file) => ({ file: before + file, folder: path.dirname(file) });
}

function isPicture(file: string): boolean {
  return endings.has(path.extname(file).slice(1).toLowerCase());
}

/** The files that a pattern names; their tree begins at its first folder with a star. */
function matching(pattern: string, leftOut: string | null): FoundInput[] {
  const parts = pattern.split(/[\\/]/);
  const first = parts.findIndex(isPattern);
  const root = parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.');
  if (statsOf(root)?.isDirectory() !== true) {
    throw new WorkError(`${pattern} names no file: ${root} is no folder`, { code: 'no-images' });
  }
  const wanted = parts.slice(first);
  const found = filesBelow(root, { leftOut, links: true }).filter((file) =>
    matchesParts(file.split(path.sep), wanted),
  );
  if (found.length > 0) return found.map(inTree(root));
  throw new WorkError(`${pattern} names no file`, { code: 'no-images', data: { path: pattern } });
}

function matchesParts(names: readonly string[], wanted: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return names.length === 0;
  if (first === '**') {
    return names.some((_, at) => matchesParts(names.slice(at), rest)) || matchesParts([], rest);
  }
  return names.length > 0 && matchesPattern(names[0]!, first) && matchesParts(names.slice(1), rest);
}
