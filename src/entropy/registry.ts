import { createRegistry } from '../base/registry.js';
import type { EntropyCoder } from './coder.js';

/** Every entropy coder. Loading this table loads no coder and no library. */
export const entropyCoders = createRegistry<EntropyCoder>('entropy coder', {
  rans: async () => (await import('./coders/rans.js')).rans,
  range: async () => (await import('./coders/range.js')).range,
  tans: async () => (await import('./coders/tans.js')).tans,
  huffman: async () => (await import('./coders/huffman.js')).huffman,
  arith: async () => (await import('./coders/arith.js')).arith,
  jpegls: async () => (await import('./coders/jpegls.js')).jpegls,
  png: async () => (await import('./coders/png.js')).png,
  webp: async () => (await import('./coders/webp.js')).webp,
  jxl: async () => (await import('./coders/jxl.js')).jxl,
  zstd: async () => (await import('./coders/zstd.js')).zstd,
  hybrid: async () => (await import('./coders/hybrid.js')).hybrid,
  brotli: async () => (await import('./coders/brotli.js')).brotli,
  deflate: async () => (await import('./coders/deflate.js')).deflate,
  raw: async () => (await import('./coders/raw.js')).raw,
});
