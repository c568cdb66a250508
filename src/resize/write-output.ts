import path from 'node:path';
import { writeWhole } from '../base/write-whole.js';

/**
 * Writes an output whole or not at all, and its folder as need be. What killed processes left is removed by
 * the batch, once for each folder, and not for each file.
 * @throws WorkError naming the file that could not be written
 */
export function writeOutput(file: string, bytes: Uint8Array): void {
  const options = { durable: false, partsIn: path.dirname(file) };
  writeWhole([{ file, pieces: [bytes] }], options);
}
