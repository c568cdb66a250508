import { isOwnError } from '../../base/errors.js';
import { statedColour } from './colour/stated.js';
import { isSrgb } from './colour/to-srgb.js';
import { sharp } from './sharp.js';

/**
 * Whether a file that sharp reads states colours other than sRGB, or premultiplied ones: whether its
 * samples as loaded are others than those stored. Told by its headers. False of what is no such file.
 */
export async function statesOtherColour(bytes: Uint8Array): Promise<boolean> {
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (metadata === null) return false;
  try {
    const isGrey = metadata.space === 'b-w' || metadata.space === 'grey16';
    const { space, isPremultiplied } = statedColour(bytes, { profile: metadata.icc, isGrey });
    return isPremultiplied || (space !== null && !isSrgb(space));
  } catch (error) {
    if (isOwnError(error) && error.code === 'unsupported-colour') return true;
    throw error;
  }
}
