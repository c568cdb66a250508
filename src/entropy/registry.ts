import { createRegistry } from '../registry.js';
import type { EntropyCoder } from './coder.js';

/** Every entropy coder. Loading this table loads no coder and no library. */
export const entropyCoders = createRegistry<EntropyCoder>('entropy coder', {
  rans: async () => (await import('./rans.js')).rans,
  range: async () => (await import('./range.js')).range,
  tans: async () => (await import('./tans.js')).tans,
  huffman: async () => (await import('./huffman.js')).huffman,
  arith: async () => (await import('./arith.js')).arith,
  jpegls: async () => (await import('./jpegls.js')).jpegls,
  png: async () => (await import('./png.js')).png,
  webp: async () => (await import('./webp.js')).webp,
  jxl: async () => (await import('./jxl.js')).jxl,
  zstd: async () => (await import('./zstd.js')).zstd,
  hybrid: async () => (await import('./hybrid.js')).hybrid,
  brotli: async () => (await import('./brotli.js')).brotli,
  deflate: async () => (await import('./deflate.js')).deflate,
  raw: async () => (await import('./raw.js')).raw,
});
