import { libraryVersion } from '../../runtimes/versions.js';
import { createPictureCoder } from '../picture-coder.js';

/**
 * Lossless WebP (RFC 9649) by libwebp (sharp) at its strongest effort; of 8 bit. A sheet of 1 channel
 * is coded as a grey picture, for which the format has no mode of its own.
 */
export const webp = createPictureCoder(
  {
    id: 'webp',
    title: 'WebP lossless',
    library: `libwebp ${libraryVersion('sharp', 'webp')}`,
    available: async () => true,
    arrangements: ['tiled', 'stacked', 'nested', 'strided'],
  },
  { side: 16_383, depth: 8 },
  async () => {
    const { openSharpLibrary } = await import('./sharp.js');
    return openSharpLibrary('webp', (picture) => picture.webp({ lossless: true, effort: 6 }));
  },
);
