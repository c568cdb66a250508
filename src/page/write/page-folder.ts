import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readBoundedSync } from '../../base/read-bounded.js';
import { statsOf } from '../../base/stats-of.js';
import { writeWhole } from '../../base/write-whole.js';
import type { PageFile } from './page-input.js';

// A page is many files that a browser loads one after the other, some of them much later. Data lies
// in files whose names tell their content, and data/index.js names them: it is replaced in one step
// when all that it names is there. Whoever has read the index before still finds what it named: data
// stays for a while after it has been dropped. So a page is whole at any moment, and there is no
// moment without one.

/** Which files the program has written, so that others in the folder are let be. */
const listFile = path.join('data', 'files.json');

/** Data that the page no longer names stays for so long, for those who have it open. */
const graceSeconds = 600;

const list = z.object({
  /** By path: the moment since when the page no longer names it, in milliseconds; null where it does. */
  files: z.record(z.string(), z.number().nullable()),
});

type Files = z.infer<typeof list>['files'];

/** The parts of a page, in the order in which they are written. */
export interface PageParts {
  /** Data and pictures: names that tell the content, so that what is there stays. */
  readonly content: Iterable<PageFile>;
  /** What names them, known when they all are; and the shell. */
  readonly named: () => readonly PageFile[];
}

/**
 * Brings a folder to hold a page, so that it holds a whole one at any moment. To be called under the
 * folder's lock.
 * @throws WorkError where a file cannot be written; what was new is then gone again
 */
export function bringPage(folder: string, { content, named }: PageParts): void {
  const before = filesBefore(folder);
  const fresh = new Set<string>();
  const added: string[] = [];
  try {
    for (const { path: name, content: bytes } of content) {
      fresh.add(name);
      const file = path.join(folder, name);
      if (isThere(file, bytes)) continue;
      added.push(name);
      writeWhole([{ file, pieces: [bytes] }], { durable: isData(name) });
    }
    const last = named();
    for (const { path: name } of last) fresh.add(name);
    // Known before they are named: a kill in between leaves nothing that nobody knows of.
    const files = { ...droppedSince(before, fresh), ...allNull(fresh) };
    writeList(folder, files);
    for (const file of last) writeNamed(folder, file);
    const expired = Object.keys(files).filter((name) => isExpired(name, files[name]!));
    for (const name of expired) remove(folder, name);
    if (expired.length > 0) {
      writeList(
        folder,
        Object.fromEntries(Object.entries(files).filter(([n]) => !expired.includes(n))),
      );
    }
  } catch (error) {
    for (const name of added) if (!Object.hasOwn(before, name)) remove(folder, name);
    throw error;
  }
}

function writeNamed(folder: string, { path: name, content }: PageFile): void {
  const file = path.join(folder, name);
  if (!isSame(file, content)) writeWhole([{ file, pieces: [content] }]);
}

/** What is in the folder by the list; all of it where there is none, as of earlier versions. */
function filesBefore(folder: string): Files {
  try {
    const bytes = readBoundedSync(path.join(folder, listFile), { bound: 'manifest' });
    return list.parse(JSON.parse(bytes.toString('utf8'))).files;
  } catch {
    return allNull(filesBelow(folder));
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .map((name) => name.split(path.sep).join('/'));
  } catch {
    return [];
  }
}

function writeList(folder: string, files: Files): void {
  writeWhole([{ file: path.join(folder, listFile), pieces: [`${JSON.stringify({ files })}\n`] }]);
}

function droppedSince(before: Files, fresh: ReadonlySet<string>): Files {
  const moment = Date.now();
  const dropped = Object.entries(before).filter(([name]) => !fresh.has(name));
  return Object.fromEntries(dropped.map(([name, since]) => [name, since ?? moment]));
}

function allNull(names: Iterable<string>): Files {
  return Object.fromEntries([...names].map((name) => [name, null]));
}

/** Pictures go at once: they take room, and the page tells where one is missing. */
function isExpired(name: string, since: number | null): boolean {
  if (since === null) return false;
  return !isData(name) || Date.now() - since > graceSeconds * 1000;
}

function isData(name: string): boolean {
  return name.startsWith('data/');
}

function remove(folder: string, name: string): void {
  const file = path.resolve(folder, name);
  // A list that was tampered with leads nowhere else.
  if (!file.startsWith(path.resolve(folder) + path.sep)) return;
  rmSync(file, { force: true });
  try {
    if (path.dirname(file) !== path.resolve(folder)) rmdirSync(path.dirname(file));
  } catch {
    // Other files are in it.
  }
}

/** A file whose name tells its content: its length tells whether it is whole. */
function isThere(file: string, content: PageFile['content']): boolean {
  const found = statsOf(file);
  return found?.isFile() === true && found.size === Buffer.byteLength(content);
}

function isSame(file: string, content: PageFile['content']): boolean {
  try {
    return isThere(file, content) && readFileSync(file).equals(Buffer.from(content));
  } catch {
    return false;
  }
}
