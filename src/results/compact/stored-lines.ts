import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readRawLines } from '../../base/json-lines.js';
import { type Partition, readPartition } from './partition-file.js';

/** The folder of a file's partitions, which lies beside it. */
export function partitionFolder(file: string): string {
  return path.join(path.dirname(file), path.basename(file, '.jsonl'));
}

/** The partitions of a file of records, those that were written last at the end. */
export function partitionsOf(file: string): string[] {
  const folder = partitionFolder(file);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.parquet') && !name.startsWith('.'))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** Removes partitions whose records stand in other files now. */
export function removePartitions(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}

/**
 * Every line of a file of records, as `readRawLines`: first what its partitions hold, then the JSON
 * lines that came after. Of a record in a partition the line is as it was before.
 * @param visitPartition takes a whole partition in place of its lines
 */
export function readStoredLines(
  file: string,
  visit: (bytes: Buffer | null, number: number) => void,
  visitPartition: (partition: Partition) => void = ({ rows, line }) => {
    for (let row = 0; row < rows; row++) visit(Buffer.from(line(row)), row + 1);
  },
): void {
  for (;;) {
    const before = identityOf(file);
    for (const partition of partitionsOf(file)) readPartition(partition, visitPartition);
    // Compacted meanwhile: what stood in the JSON lines is in partitions that were not read yet. That a
    // record is told twice makes no difference.
    if (identityOf(file) === before) break;
  }
  readRawLines(file, visit);
}

/** Null of what is not there, also below something that is no folder; reading tells any other error. */
function identityOf(file: string): number | null {
  try {
    return statSync(file).ino;
  } catch {
    return null;
  }
}
