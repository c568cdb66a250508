import { readFile } from 'node:fs/promises';
import { untimed } from '../base/clock.js';
import { messageOf, WorkError } from '../base/errors.js';
import { resolveSettings } from '../base/params.js';
import { decodeImage } from '../image/files/load.js';
import type { Raster } from '../image/raster.js';
import { formatOf } from './formats.js';
import { jxlFormat } from './jxl/format.js';
import { codecs } from './registry.js';

/**
 * Reads a picture from a file, as `decodePicture` does.
 * @throws WorkError naming the file
 */
export async function loadPicture(
  file: string,
  { maxPixels }: { readonly maxPixels: number },
): Promise<Raster> {
  const bytes = await readFile(file).catch((error) => {
    throw new WorkError(`${file} cannot be read: ${messageOf(error)}`);
  });
  return decodePicture(bytes, { maxPixels, name: file });
}

/**
 * Reads a picture from the bytes of a file: of any format that `decodeImage` reads, or JPEG XL, which
 * only a codec knows.
 * @param name what the file is called, for its extension and in errors
 * @throws WorkError naming the file
 */
export async function decodePicture(
  bytes: Uint8Array,
  { maxPixels, name }: { readonly maxPixels: number; readonly name: string },
): Promise<Raster> {
  if (formatOf(bytes) !== jxlFormat) return decodeImage(bytes, { maxPixels, name });
  const codec = await codecs.load('jxl');
  const settings = resolveSettings(codec.id, codec.params, {});
  const session = await codec.open(settings, { threads: 1, maxPixels });
  try {
    return await session.decode(bytes, untimed);
  } catch (error) {
    throw new WorkError(`${name}: ${messageOf(error)}`);
  } finally {
    await session.close();
  }
}
