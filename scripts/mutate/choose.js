import { createHash } from 'node:crypto';
import { shuffle } from '#src/base/statistics.js';

/**
 * Candidates in the order in which they are tried: one of every file, then a second of every file,
 * and so on; files and candidates in an order that the seed determines. A file that changes or
 * comes leaves the order within the other files as it is.
 * @template T
 * @param {ReadonlyMap<string, readonly T[]>} byFile
 * @param {number} seed
 * @returns {T[]}
 */
export function drawOrder(byFile, seed) {
  const files = [...byFile.keys()].sort((a, b) => seedOf(seed, a) - seedOf(seed, b));
  const shuffled = files.map((file) => shuffle(byFile.get(file) ?? [], seedOf(seed, file)));
  const longest = Math.max(0, ...shuffled.map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) =>
    shuffled.flatMap((candidates) => candidates.slice(round, round + 1)),
  ).flat();
}

/** A whole number of 32 bits for a file, by the seed of all. @type {(seed: number, file: string) => number} */
function seedOf(seed, file) {
  return createHash('sha256').update(`${seed}:${file}`).digest().readUInt32LE(0);
}
