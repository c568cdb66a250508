import path from 'node:path';
import { partName } from '../base/owned.js';
import { writeNew, writeWhole } from '../base/write-whole.js';

/**
 * Writes an output whole or not at all, and its folder as need be. What killed processes left is removed by
 * the batch, once for each folder, and not for each file.
 * @throws WorkError naming the file that could not be written
 */
export function writeOutput(file: string, bytes: Uint8Array): void {
  const options = { durable: false, partsIn: path.dirname(file) };
  writeWhole([{ file, pieces: [bytes] }], options);
}

/** Writes outputs as `writeOutput` does, faster into folders that it has written to before. */
export function openOutputs(): (file: string, bytes: Uint8Array) => void {
  const folders = new Set<string>();
  const part = partName();
  return (file, bytes) => {
    const folder = path.dirname(file);
    if (folders.has(folder) && writeNew(file, bytes, part)) return;
    writeOutput(file, bytes);
    folders.add(folder);
  };
}
