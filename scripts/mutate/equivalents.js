import { readFile } from 'node:fs/promises';

/**
 * A change that alters nothing that could be tested, with the reason.
 * @typedef {{ key: string, reason: string }} Equivalent
 */

/** @returns {Promise<Equivalent[]>} */
export async function readEquivalents() {
  return JSON.parse(await readFile(new URL('./equivalent.json', import.meta.url), 'utf8'));
}

/**
 * Those of a room that name no change any more: the code has changed, and they can go.
 * @param {readonly Equivalent[]} equivalents
 * @param {string} room
 * @param {readonly { key: string }[]} candidates all of the room
 */
export function staleEquivalents(equivalents, room, candidates) {
  const keys = new Set(candidates.map(({ key }) => key));
  return equivalents.filter(({ key }) => key.startsWith(`src/${room}/`) && !keys.has(key));
}
