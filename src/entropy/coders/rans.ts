import type { ModelledCoder } from '../coder.js';
import type { FlatTable } from '../flat-table.js';
import { type KernelCoder, openKernelCoder } from '../kernel-coder.js';
import { encoderDirectory, type PlaceImage, placeImage } from '../table-image.js';
import { type BackwardExports, encodeBackwards } from './backwards.js';

interface RansExports extends BackwardExports {
  endEncoder(at: number): number;
  beginDecoder(table: number, precision: number, stream: number, bytes: number): number;
  decode(symbols: number, indexes: number, count: number, direct: boolean): number;
  isAtEnd(): number;
}

/**
 * Range asymmetric numeral systems (Duda, "Asymmetric numeral systems", arXiv:1311.2540, 2013), four
 * interleaved (Giesen, "Interleaved entropy coders", arXiv:1402.3392, 2014), states of 32 bits, renormalised
 * by bytes. A stream is some 5 bytes longer than the ideal: kernels/rans.ts says how.
 */
export const rans: ModelledCoder = {
  kind: 'modelled',
  id: 'rans',
  title: 'rANS, four lanes',
  library: null,
  available: async () => true,
  open: () => openKernelCoder(kernelCoder),
};

const kernelCoder: KernelCoder<RansExports, PlaceImage> = {
  kernel: new URL('../kernels/rans.wasm', import.meta.url),
  encoderImage,
  decoderImage: (table, base) => placeImage(table, base),
  encode(workspace, image, blocks) {
    const { exports, room, copy } = workspace;
    return encodeBackwards(workspace, image, blocks, () =>
      copy(room, room + exports.endEncoder(room)),
    );
  },
  begin({ exports }, { base, precision }, stream, bytes) {
    return exports.beginDecoder(base, precision, stream, bytes) !== 0;
  },
  decode: ({ exports, symbols, indexes }, { direct }, count) =>
    exports.decode(symbols, indexes, count, direct),
  isAtEnd: ({ exports }) => exports.isAtEnd() !== 0,
};

/** As kernels/rans.ts wants it. */
function encoderImage(table: FlatTable, base: number): PlaceImage {
  const { precision, count, distinct, cdf, first } = table;
  const directory = 4 * distinct.length;
  const image = new Uint32Array(directory + 4 * (first[count]! - count));
  const at = new Uint32Array(count);
  let next = directory;
  for (let number = 0; number < count; number++) {
    at[number] = base + 4 * next;
    for (let i = first[number]!; i < first[number + 1]! - 1; i++) {
      const share = cdf[i + 1]! - cdf[i]!;
      const { factor, shift, raised } = reciprocal(share, precision);
      image[next++] = factor;
      image[next++] = share * 2 ** (32 - precision) - 1;
      image[next++] = cdf[i]! | (((1 << precision) - share) << 16);
      image[next++] = shift | (raised ? 256 : 0);
    }
  }
  image.set(encoderDirectory(table, at));
  return { bytes: new Uint8Array(image.buffer), base, precision, direct: false };
}

/**
 * floor(x / share) as (x * factor) >> shift, or ((x + 1) * factor) >> shift where `raised`: exact for
 * all x below share << (32 - precision), and a factor of 32 bits always does (Robison, "N-bit unsigned
 * division via N-bit multiply-add", 2005).
 */
function reciprocal(share: number, precision: number) {
  const log = 31 - Math.clz32(share);
  if (share === 1 << log) return { factor: 2 ** 31, shift: 31 + log, raised: false };
  const shift = 32 + log;
  const below = Number(2n ** BigInt(shift) / BigInt(share));
  const error = share - Number(2n ** BigInt(shift) % BigInt(share));
  // The factor rounded up is too great by error / share.
  const exact = BigInt(error) * BigInt(share) * 2n ** BigInt(32 - precision) <= 2n ** BigInt(shift);
  return exact
    ? { factor: below + 1, shift, raised: false }
    : { factor: below, shift, raised: true };
}
