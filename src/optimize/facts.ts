import { readFileFacts } from '../image/files/facts.js';
import type { SourceFacts } from './contract.js';

/**
 * The facts of a file by the headers that sharp reads.
 * @throws WorkError where they are broken
 */
export async function factsByHeaders(bytes: Uint8Array): Promise<SourceFacts> {
  return { ...(await readFileFacts(bytes)), isLossless: null };
}
