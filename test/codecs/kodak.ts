import { centreCrop } from '#src/image/crop.js';
import { loadImageFile } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import { shared } from '../support/shared.js';

/** Kodak image 1..24 of the shared test data, or the middle of it. */
export async function kodak(
  number: number,
  size?: { width: number; height: number },
): Promise<Raster> {
  const name = `kodim${String(number).padStart(2, '0')}.png`;
  const image = await loadImageFile(shared('datasets', 'kodak', name));
  return size ? centreCrop(image, size.width, size.height) : image;
}
