import { createByteCoder } from '../byte-coder.js';

/** No coding: a byte or two for every value. The ceiling of size and the floor of time. */
export const raw = createByteCoder(
  { id: 'raw', title: 'Raw', library: null, available: async () => true },
  async () => ({
    pack: async (bytes) => bytes,
    unpack: async (packed) => packed,
    close: () => {},
  }),
);
