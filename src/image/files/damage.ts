import { isOwnError, WorkError } from '../../base/errors.js';
import type { Raster } from '../raster.js';
import { vipsMessage } from './vips-message.js';

/** What a decoder breaks off at: at whatever it warns of, at errors, or at nothing that it can pass over. */
export type FailOn = 'warning' | 'error' | 'none';

/** A picture out of a file that may be damaged. */
export interface ReadImage {
  readonly image: Raster;
  /** What is wrong with the file, where the picture was taken all the same; null of a sound file. */
  readonly damage: string | null;
}

/**
 * Decodes a file that may be damaged: strictly, and where that fails as tolerantly as is needed. Files
 * of many cameras have small faults that every viewer passes over.
 * @param decode libvips, to be broken off at this
 * @param lenient takes a damaged picture, also one of a file that is cut short, of which the decoder
 *   fills in what is missing
 * @throws WorkError of code `damaged-image` where only a lenient reader takes it, otherwise
 *   `broken-image`
 */
export async function decodeDamaged(
  decode: (failOn: FailOn) => Promise<Raster>,
  { name, lenient }: { readonly name: string; readonly lenient: boolean },
): Promise<ReadImage> {
  let reason: string;
  try {
    return { image: await decode('warning'), damage: null };
  } catch (error) {
    if (isOwnError(error)) throw error;
    reason = vipsMessage(error);
  }
  const damaged = await decodeTolerantly(decode, reason);
  if (damaged === null) throw new WorkError(reason, { code: 'broken-image' });
  if (lenient) return damaged;
  throw damagedImage(name, damaged.damage, reason);
}

/** The error of a file that only a lenient reader takes. */
export function damagedImage(name: string, damage: string | null, reason = damage): WorkError {
  return new WorkError(
    `${name} is damaged, but libvips can decode it (${damage}); read it leniently to take it as it is`,
    { code: 'damaged-image', data: { file: name, damage, reason } },
  );
}

async function decodeTolerantly(
  decode: (failOn: FailOn) => Promise<Raster>,
  reason: string,
): Promise<ReadImage | null> {
  const whole = await decode('error').catch(vipsMessage);
  if (typeof whole !== 'string') return { image: whole, damage: reason };
  const part = await decode('none').catch(() => null);
  return part && { image: part, damage: `${whole}; what is missing is filled in` };
}
