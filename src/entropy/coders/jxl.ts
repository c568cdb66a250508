import { libraryVersion } from '../../runtimes/versions.js';
import { createPictureCoder } from '../picture-coder.js';

/**
 * Lossless JPEG XL (ISO/IEC 18181) by the libjxl of wasm-vips, in modular mode: weighted prediction, a
 * learned tree of contexts, ANS; at its strongest effort. 8 and 16 bit.
 */
export const jxl = createPictureCoder(
  {
    id: 'jxl',
    title: 'JPEG XL lossless',
    library: `libjxl ${libraryVersion('wasm-vips', 'jxl')}`,
    available: async () => true,
    arrangements: ['nested', 'stacked', 'tiled', 'strided'],
  },
  { side: 65_535, depth: 16 },
  async () => {
    const { openVips } = await import('../../runtimes/wasm/vips.js');
    const vips = await openVips({ threads: 1 });
    return {
      encode: (picture) => vips.encode(picture, { effort: 9, tier: 0, lossless: true }),
      decode: async (file, { width, height }) => (await vips.decode(file, width * height)).image,
      close: () => vips.close(),
    };
  },
);
