import { libraryVersion } from '../../runtimes/versions.js';
import { createPictureCoder } from '../picture-coder.js';

/** PNG by libpng and zlib-ng (sharp), at the highest level with adaptive filters; 8 and 16 bit. */
export const png = createPictureCoder(
  {
    id: 'png',
    title: 'PNG',
    library: `libpng ${libraryVersion('sharp', 'png')}`,
    available: async () => true,
    arrangements: ['stacked', 'tiled', 'nested', 'strided'],
  },
  // libvips reads no more by default.
  { side: 65_535, depth: 16 },
  async () => {
    const { openSharpLibrary } = await import('./sharp.js');
    return openSharpLibrary('png', (picture) =>
      picture.png({ compressionLevel: 9, adaptiveFiltering: true }),
    );
  },
);
