import { createRegistry } from '../registry.js';
import type { EntropyCoder } from './coder.js';

/** Every entropy coder. Loading this table loads no coder and no library. */
export const entropyCoders = createRegistry<EntropyCoder>('entropy coder', {
  range: async () => (await import('./range.js')).range,
  jpegls: async () => (await import('./jpegls.js')).jpegls,
  brotli: async () => (await import('./brotli.js')).brotli,
  deflate: async () => (await import('./deflate.js')).deflate,
  raw: async () => (await import('./raw.js')).raw,
});
