import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../base/make-folder.js';

/** A line of a file of records, with what it is sorted by. */
export interface KeyedLine {
  readonly key: string;
  /** Its bytes as Latin-1, without the newline. */
  readonly line: string;
}

/** Lines that are being sorted, in memory that does not grow with their count. */
export interface LineSorter {
  add(line: KeyedLine): void;
  /** All of them by key, of several with one key the one that was added last. Once. */
  sorted(): Iterable<KeyedLine>;
}

/** Characters in memory before they go to the disk. */
const usualRunSize = 2 ** 26;
const readSize = 2 ** 19;
const newline = 0x0a;

/**
 * Opens a sorter.
 * @param folder for what does not fit into memory; made when it is needed, and left to the caller
 * @param name of its files there
 */
export function openSorter(
  folder: string,
  name: string,
  { runSize = usualRunSize }: { readonly runSize?: number } = {},
): LineSorter {
  const runs: string[] = [];
  let held: KeyedLine[] = [];
  let size = 0;
  const spill = (): void => {
    makeFolder(folder);
    const file = path.join(folder, `${name}-${runs.length}`);
    writeRun(file, lastOfEach(held));
    runs.push(file);
    held = [];
    size = 0;
  };
  return {
    add(line) {
      held.push(line);
      size += line.line.length + line.key.length;
      if (size >= runSize) spill();
    },
    sorted: () => lastOfRuns([...runs.map(readRun), lastOfEach(held)]),
  };
}

/**
 * Joins what is sorted by key already.
 * @returns for each key the lines that have it, with the numbers of their sources, in their order
 */
export function* joinSorted(
  sources: readonly Iterable<KeyedLine>[],
): Iterable<{ readonly key: string; readonly lines: readonly (KeyedLine & { source: number })[] }> {
  const heads = sources.map((source) => {
    const lines = source[Symbol.iterator]();
    return { lines, next: lines.next() };
  });
  try {
    for (;;) {
      let least: string | null = null;
      for (const { next } of heads) {
        if (!next.done && (least === null || next.value.key < least)) least = next.value.key;
      }
      if (least === null) return;
      const lines: (KeyedLine & { source: number })[] = [];
      for (const [source, head] of heads.entries()) {
        if (head.next.done || head.next.value.key !== least) continue;
        lines.push({ ...head.next.value, source });
        head.next = head.lines.next();
      }
      yield { key: least, lines };
    }
  } finally {
    // Where the one who reads stops early, files are open still.
    for (const { lines } of heads) lines.return?.();
  }
}

function* lastOfRuns(runs: readonly Iterable<KeyedLine>[]): Iterable<KeyedLine> {
  for (const { lines } of joinSorted(runs)) {
    const { key, line } = lines.at(-1)!;
    yield { key, line };
  }
}

function lastOfEach(lines: KeyedLine[]): KeyedLine[] {
  // The sort is stable: of lines with one key the last one was added last.
  lines.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return lines.filter(({ key }, at) => lines[at + 1]?.key !== key);
}

function writeRun(file: string, lines: readonly KeyedLine[]): void {
  const handle = openSync(file, 'wx');
  try {
    for (const { key, line } of lines) writeSync(handle, `${key} ${line}\n`, null, 'latin1');
  } finally {
    closeSync(handle);
  }
}

function* readRun(file: string): Iterable<KeyedLine> {
  const handle = openSync(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    const chunk = Buffer.alloc(readSize);
    for (;;) {
      const count = readSync(handle, chunk, 0, chunk.length, null);
      if (count === 0) return;
      const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const text = bytes.toString('latin1', start, end);
        const space = text.indexOf(' ');
        yield { key: text.slice(0, space), line: text.slice(space + 1) };
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  } finally {
    closeSync(handle);
  }
}
