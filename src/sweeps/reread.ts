import { readBounded } from '../base/read-bounded.js';
import type { ImageRef } from '../datasets/dataset.js';
import { statesOtherColour } from '../image/files/other-colour.js';

/**
 * The pictures, by SHA-256, that are read otherwise than by the versions before 0.2.0, which passed over
 * what most files state of their colours. Records of them that those versions made are of other samples.
 * A file that cannot be read is none of them: its job tells.
 */
export async function readOtherwise(images: readonly ImageRef[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { path, sha256 } of images) {
    const bytes = await readBounded(path, { bound: 'picture' }).catch(() => null);
    if (bytes !== null && (await statesOtherColour(bytes))) found.add(sha256);
  }
  return found;
}
