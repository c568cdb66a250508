import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findCandidates } from './candidates.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */

/**
 * Paths of all files below a folder with an ending, sorted, with `/`.
 * @param {string} root
 * @param {string} folder relative to the root
 * @param {string} ending
 */
export async function filesBelow(root, folder, ending) {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .map((entry) => path.posix.join(folder, entry.split(path.sep).join('/')))
    .filter((file) => file.endsWith(ending))
    .sort();
}

/**
 * What may be changed in a room, by file: what the program does, and apart from it the texts of
 * errors. Only files that are built one to one count: no kernels, nothing that is bundled.
 * @param {string} root
 * @param {string} room a folder of src
 * @param {string} [part] only files whose path holds it
 */
export async function readRoom(root, room, part = '') {
  if (!existsSync(path.join(root, 'src', room))) {
    const known = await readdir(path.join(root, 'src'), { withFileTypes: true });
    const rooms = known.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    throw new Error(`unknown room '${room}'; known: ${rooms.join(', ')}`);
  }
  /** @type {Map<string, Candidate[]>} */
  const candidates = new Map();
  /** @type {Map<string, Candidate[]>} */
  const messages = new Map();
  for (const file of await filesBelow(root, `src/${room}`, '.ts')) {
    const built = file.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
    if (!file.includes(part) || !existsSync(path.join(root, built))) continue;
    const found = findCandidates(file, await readFile(path.join(root, file), 'utf8'));
    candidates.set(
      file,
      found.filter(({ inMessage }) => !inMessage),
    );
    messages.set(
      file,
      found.filter(({ inMessage }) => inMessage),
    );
  }
  return { candidates, messages };
}
