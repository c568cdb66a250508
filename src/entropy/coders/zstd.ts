import { openZstd, zstdVersion } from '../../runtimes/wasm/zstd.js';
import { type BytePacker, createByteCoder } from '../byte-coder.js';

/** The highest of the ordinary levels; those above take more memory and gain 0.5 %. */
const level = 19;

/** Zstandard (RFC 8878): matches, with literals in Huffman codes and the rest in tANS. */
export const zstd = createByteCoder(
  {
    id: 'zstd',
    title: 'Zstandard',
    library: `zstd ${zstdVersion}`,
    available: async () => true,
  },
  openZstdPacker,
);

export async function openZstdPacker(): Promise<BytePacker> {
  const library = await openZstd();
  return {
    pack: (bytes) => library.compress(bytes, level),
    unpack: (packed, length) => library.decompress(packed, length),
    close: () => library.close(),
  };
}
