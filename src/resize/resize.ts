import { messageOf, WorkError } from '../base/errors.js';
import { type FileSource, nameOf } from '../codecs/picture-source.js';
import { tellDamage } from '../image/tell-damage.js';
import { openFastPath } from './fast/path.js';
import { sameFormat } from './formats.js';
import { type ResizeOptions, readPictureOptions } from './options.js';
import type { ResizedPicture } from './result.js';

/** How one picture is resized in memory. */
export interface ResizeOneOptions extends ResizeOptions {
  /** What bytes are called in messages. */
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Resizes one picture.
 *
 *     const { bytes, width, height } = await resize('photo.jpg', { width: 800, quality: 85 });
 *
 * @param image path, `file:` URL or bytes of a file
 * @throws UsageError for options that make no sense; WorkError for a picture that cannot be read, decoded or
 *   stored; the signal's reason
 */
export async function resize(
  image: FileSource,
  options: ResizeOneOptions = {},
): Promise<ResizedPicture> {
  const { signal, onWarning } = options;
  signal?.throwIfAborted();
  const name = nameOf(image, options.name ?? 'the picture');
  const asked = readPictureOptions('resize', options);
  const source = image instanceof Uint8Array ? image : name;
  const format = asked.format ?? (await ownFormat(source, name));
  const ask = { ...asked, format: asked.codec === null ? format : null };
  const fast = await openFastPath().resize(source, name, ask);
  if (!('refused' in fast)) {
    const { warning, ...made } = fast;
    if (warning !== null) onWarning?.(tellDamage(name, warning));
    return { ...made, bytes: made.bytes.slice(), path: 'fast' };
  }
  const { libraryLimits, openLibraryPool } = await import('./library-pool.js');
  const pool = openLibraryPool(1);
  try {
    const made = await pool.ask(
      { source, name, output: null, ask, damage: fast.damage },
      libraryLimits(1, signal),
    );
    for (const warning of made.warnings) onWarning?.(warning);
    const { width, height, by: note } = made;
    return { bytes: made.file!, width, height, path: 'library', note };
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof WorkError && !error.message.includes(name)
      ? new WorkError(`${name}: ${messageOf(error)}`, error)
      : error;
  } finally {
    await pool.close();
  }
}

/** Of bytes by what they are, of a file by its name. */
async function ownFormat(source: string | Uint8Array, name: string) {
  if (typeof source === 'string') return sameFormat(name);
  const { formatOf } = await import('../codecs/formats.js');
  return sameFormat(`${name}.${formatOf(source)?.extensions[0]}`);
}
