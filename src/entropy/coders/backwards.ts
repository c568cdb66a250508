import { joinBytes } from '../../base/bytes.js';
import type { Blocks } from '../kernel-coder.js';
import type { CoderExports, TableImage, Workspace } from '../workspace.js';

/** A kernel that begins with the last symbol and writes its bytes from `stop` downwards. */
export interface BackwardExports extends CoderExports {
  beginEncoder(table: number, precision: number): void;
  encode(symbols: number, indexes: number, count: number, stop: number): number;
}

/**
 * All blocks, the last one first, as one stream, or null where a symbol has no slot.
 * @param head gives what stands in front, when all symbols are encoded
 */
export function encodeBackwards<E extends BackwardExports>(
  { exports, symbols, indexes, roomEnd, copy }: Workspace<E>,
  { base, precision }: TableImage,
  blocks: Blocks,
  head: () => Uint8Array,
): Uint8Array | null {
  exports.beginEncoder(base, precision);
  const pieces: Uint8Array[] = [];
  for (let block = blocks.count - 1; block >= 0; block--) {
    const from = exports.encode(symbols, indexes, blocks.load(block), roomEnd);
    if (from === 0) return null;
    pieces.push(copy(from, roomEnd));
  }
  pieces.push(head());
  return joinBytes(pieces.reverse());
}
