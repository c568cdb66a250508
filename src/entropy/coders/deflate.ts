import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createByteCoder } from '../byte-coder.js';
import { unpackAll } from './unpack.js';

/** Deflate (RFC 1951) by the zlib in Node, without a frame of zlib or gzip, at its strongest level. */
export const deflate = createByteCoder(
  {
    id: 'deflate',
    title: 'Deflate',
    library: `zlib ${process.versions['zlib']}`,
    available: async () => true,
  },
  async () => ({
    pack: async (bytes) => deflateRawSync(bytes, { level: 9, memLevel: 9 }),
    unpack: async (packed, length) => unpackAll('deflate', inflateRawSync, packed, length),
    close: () => {},
  }),
);
