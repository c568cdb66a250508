import { WorkError } from '../../base/errors.js';
import type { ModelledCoder } from '../coder.js';
import type { FlatTable } from '../flat-table.js';
import { type KernelCoder, openKernelCoder } from '../kernel-coder.js';
import { encoderDirectory, symbolOf } from '../table-image.js';
import type { TableImage } from '../workspace.js';
import { type BackwardExports, encodeBackwards } from './backwards.js';

interface TansExports extends BackwardExports {
  endEncoder(stop: number): number;
  beginDecoder(table: number, precision: number, stream: number, bytes: number): number;
  decode(symbols: number, indexes: number, count: number): number;
  isAtEnd(): number;
}

/**
 * Tabled asymmetric numeral systems (Duda, arXiv:1311.2540, 2013; Collet, Finite State Entropy, 2013;
 * RFC 8878). Shares are states as they are: tables of 1 << precision entries for every distribution,
 * half a megabyte each at 16 bits.
 */
export const tans: ModelledCoder = {
  kind: 'modelled',
  id: 'tans',
  title: 'tANS (FSE)',
  library: null,
  available: async () => true,
  open: () => openKernelCoder(kernelCoder),
};

const mostBytes = 2 ** 28;

const kernelCoder: KernelCoder<TansExports, TableImage> = {
  kernel: new URL('../kernels/tans.wasm', import.meta.url),
  encoderImage,
  decoderImage,
  encode(workspace, image, blocks) {
    const { exports, roomEnd, copy } = workspace;
    return encodeBackwards(workspace, image, blocks, () =>
      copy(exports.endEncoder(roomEnd), roomEnd),
    );
  },
  begin: ({ exports }, { base, precision }, stream, bytes) =>
    exports.beginDecoder(base, precision, stream, bytes) !== 0,
  decode: ({ exports, symbols, indexes }, _image, count) => exports.decode(symbols, indexes, count),
  isAtEnd: ({ exports }) => exports.isAtEnd() !== 0,
};

/** As kernels/tans.ts wants it. */
function encoderImage(table: FlatTable, base: number): TableImage {
  const { precision, count, distinct, cdf, first } = table;
  const whole = checkedWhole(table);
  const slots = first[count]! - count;
  const image = new Uint32Array(4 * distinct.length + 2 * slots + (count * whole) / 2);
  const states = new Uint16Array(image.buffer);
  const at = new Uint32Array(count);
  let next = 4 * distinct.length;
  let nextStates = 2 * next + 4 * slots;
  for (let number = 0; number < count; number++) {
    at[number] = base + 4 * next;
    const from = first[number]!;
    const spread = spreadSlots(table, number);
    for (let i = from; i < first[number + 1]! - 1; i++, next += 2) {
      const share = cdf[i + 1]! - cdf[i]!;
      const most = precision - (share > 1 ? 31 - Math.clz32(share - 1) : 0);
      image[next] = (most << 20) - share * 2 ** most;
      image[next + 1] = base + 2 * (nextStates + cdf[i]! - share);
    }
    const seen = cdf.slice(from, first[number + 1]! - 1);
    for (let state = 0; state < whole; state++) {
      const slot = spread[state]!;
      states[nextStates + seen[slot]!] = state;
      seen[slot] = seen[slot]! + 1;
    }
    nextStates += whole;
  }
  image.set(encoderDirectory(table, at));
  return { bytes: new Uint8Array(image.buffer), base, precision };
}

function decoderImage(table: FlatTable, base: number): TableImage {
  const { precision, count, distinct, cdf, first, offset, own } = table;
  const whole = checkedWhole(table);
  const image = new Uint32Array(4 * distinct.length + 2 * count * whole);
  for (const [index, number] of distinct.entries()) {
    const at = base + 16 * distinct.length + 8 * number * whole;
    image.set([at, 0, offset[number]!, own[number]!], 4 * index);
  }
  let next = 4 * distinct.length;
  for (let number = 0; number < count; number++) {
    const from = first[number]!;
    const spread = spreadSlots(table, number);
    // The states of a slot are numbered from its share on.
    const seen = Uint32Array.from(
      { length: first[number + 1]! - from - 1 },
      (_, slot) => cdf[from + slot + 1]! - cdf[from + slot]!,
    );
    const symbols = seen.map((_, slot) => symbolOf(table, number, slot));
    for (let state = 0; state < whole; state++, next += 2) {
      const slot = spread[state]!;
      const turn = seen[slot]!;
      seen[slot] = turn + 1;
      const bits = precision - 31 + Math.clz32(turn);
      image[next] = symbols[slot]! | (bits << 16);
      image[next + 1] = turn * 2 ** bits - whole;
    }
  }
  return { bytes: new Uint8Array(image.buffer), base, precision };
}

function checkedWhole({ precision, count }: FlatTable): number {
  const whole = 1 << precision;
  const bytes = 8 * whole * count;
  if (bytes <= mostBytes) return whole;
  throw new WorkError(
    `tans has ${8 * whole} bytes of tables a distribution, at most ${mostBytes} in all, got ${count} ` +
      'distributions; take a lower precision, or rans',
  );
}

/**
 * The slot of every state. Those of a slot stand as evenly as they can: the i-th of a share f wants to
 * be at (i + 1/2) / f of the way, and they are sorted by that, which keeps the code nearer to the ideal
 * than FSE's walk over the table with a fixed step.
 */
function spreadSlots({ precision, cdf, first }: FlatTable, number: number): Uint16Array {
  const whole = 1 << precision;
  const from = first[number]!;
  const slots = first[number + 1]! - from - 1;
  const ends = new Uint32Array(whole + 1);
  const wishes = new Uint32Array(whole);
  let next = 0;
  for (let slot = 0; slot < slots; slot++) {
    const share = cdf[from + slot + 1]! - cdf[from + slot]!;
    for (let i = 0; i < share; i++) {
      const wish = Math.floor(((2 * i + 1) * whole) / (2 * share));
      wishes[next++] = wish;
      ends[wish + 1] = ends[wish + 1]! + 1;
    }
  }
  for (let i = 1; i <= whole; i++) ends[i] = ends[i]! + ends[i - 1]!;
  const spread = new Uint16Array(whole);
  next = 0;
  for (let slot = 0; slot < slots; slot++) {
    for (let n = cdf[from + slot + 1]! - cdf[from + slot]!; n > 0; n--) {
      const wish = wishes[next++]!;
      spread[ends[wish]!] = slot;
      ends[wish] = ends[wish]! + 1;
    }
  }
  return spread;
}
