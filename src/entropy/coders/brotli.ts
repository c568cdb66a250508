import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { createByteCoder } from '../byte-coder.js';
import { unpackAll } from './unpack.js';

/** Brotli (RFC 7932) by the library in Node, at its strongest quality and a window over everything. */
export const brotli = createByteCoder(
  {
    id: 'brotli',
    title: 'Brotli',
    library: `brotli ${process.versions['brotli']}`,
    available: async () => true,
  },
  async () => ({
    pack: async (bytes) =>
      brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    unpack: async (packed, length) => unpackAll('brotli', brotliDecompressSync, packed, length),
    close: () => {},
  }),
);
