import { WorkError } from '../errors.js';
import type { ModelledCoder, SymbolDecoder, SymbolEncoder } from './coder.js';
import type { DistributionTable } from './distribution.js';
import {
  brokenEscape,
  escapedSymbol,
  escapeLength,
  escapeValue,
  longestEscape,
  noSlot,
} from './escape.js';
import { checkPiece, type FlatTable, flatTable } from './flattable.js';

/**
 * A range coder (Martin 1979) of 32 bits that is renormalised by bytes and carries as LZMA's does.
 *
 * What the division of the range by the whole leaves over goes to the widest slot of a distribution,
 * which is therefore laid at the upper end: to the first order that costs nothing, where a rest
 * thrown away would cost up to 0.4 % of the range for every symbol.
 */
export const range: ModelledCoder = {
  kind: 'modelled',
  id: 'range',
  title: 'Range coder',
  library: null,
  available: async () => true,
  open: async () => ({
    encoder: createEncoder,
    decoder: createDecoder,
    close: async () => undefined,
  }),
};

const top = 2 ** 24;
const full = 2 ** 32 - 1;

/** Per distinct distribution, where its widest slot ends: slots are counted from there. */
function turns({ cdf, first, count }: FlatTable): Uint32Array {
  const ends = new Uint32Array(count);
  for (let number = 0; number < count; number++) {
    let widest = 0;
    for (let slot = first[number]!; slot < first[number + 1]! - 1; slot++) {
      const width = cdf[slot + 1]! - cdf[slot]!;
      if (width <= widest) continue;
      widest = width;
      ends[number] = cdf[slot + 1]!;
    }
  }
  return ends;
}

function createEncoder(table: DistributionTable): SymbolEncoder {
  const flat = flatTable(table);
  const { precision, distinct, cdf, first, offset, own, escapes } = flat;
  const turn = turns(flat);
  const mask = 2 ** precision - 1;
  let bytes = new Uint8Array(1024);
  let length = 0;
  // The last byte before the window of 32 bits, with the bytes 255 after it that a carry would pass.
  let cache = -1;
  let pending = 0;
  let low = 0;
  let width = full;

  const put = (byte: number): void => {
    if (length === bytes.length) {
      const longer = new Uint8Array(2 * length);
      longer.set(bytes);
      bytes = longer;
    }
    bytes[length++] = byte;
  };
  const shift = (): void => {
    if (low < 0xff00_0000 || low > full) {
      const carry = low > full ? 1 : 0;
      if (cache >= 0) put(cache + carry);
      for (; pending > 0; pending--) put(255 + carry);
      cache = (low >>> 24) & 255;
    } else pending++;
    low = (low & 0x00ff_ffff) * 256;
  };
  const narrow = (start: number, end: number, bits: number, last: boolean): void => {
    const unit = width >>> bits;
    low += unit * start;
    width = last ? width - unit * start : unit * (end - start);
    while (width < top) {
      shift();
      width = (width << 8) >>> 0;
    }
  };
  const bit = (value: number): void => narrow(value, value + 1, 1, value === 1);

  return {
    push(symbols, indexes) {
      checkPiece(flat, symbols, indexes);
      for (let i = 0; i < symbols.length; i++) {
        const symbol = symbols[i]!;
        const number = distinct[indexes[i]!]!;
        let slot = symbol - offset[number]!;
        const escaped = slot < 0 || slot >= own[number]!;
        if (escaped) {
          if (escapes[number] === 0) throw noSlot(symbol, indexes[i]!);
          slot = own[number]!;
        }
        const at = first[number]! + slot;
        const start = (cdf[at]! - turn[number]!) & mask;
        const end = start + cdf[at + 1]! - cdf[at]!;
        narrow(start, end, precision, end > mask);
        if (!escaped) continue;
        const value = escapeValue(symbol, offset[number]!, own[number]!);
        const suffix = escapeLength(value);
        for (let k = 0; k < suffix; k++) bit(0);
        for (let k = suffix; k >= 0; k--) bit((value >>> k) & 1);
      }
    },
    finish() {
      const { value, kept } = ending(low % 2 ** 32, width);
      const carry = low > full || value > full ? 1 : 0;
      if (cache >= 0) put(cache + carry);
      for (; pending > 0; pending--) put(255 + carry);
      if (kept > 0) put(value >>> 24);
      return bytes.slice(0, length);
    },
  };
}

/**
 * The number of the last interval that needs the fewest bytes, and how many of its four are kept: as
 * the interval is at least 2^24 wide that is at most one. All bytes after them are read as 0.
 */
function ending(low: number, width: number): { value: number; kept: number } {
  if (low === 0) return { value: 0, kept: 0 };
  if (low + width > 2 ** 32) return { value: 2 ** 32, kept: 0 };
  return { value: Math.ceil(low / top) * top, kept: 1 };
}

function createDecoder(table: DistributionTable, bytes: Uint8Array): SymbolDecoder {
  const flat = flatTable(table);
  const { precision, distinct, cdf, first, offset, own, escapes } = flat;
  const turn = turns(flat);
  const mask = 2 ** precision - 1;
  let at = 4;
  let width = full;
  // Of the number that the stream is, less the lower end of the interval.
  let code = 0;
  for (let k = 0; k < 4; k++) code = code * 256 + (bytes[k] ?? 0);

  const narrow = (start: number, end: number, unit: number, last: boolean): void => {
    code -= unit * start;
    width = last ? width - unit * start : unit * (end - start);
    while (width < top) {
      if (at >= bytes.length + 4) throw new WorkError('the stream is broken: it ends too early');
      code = code * 256 + (at < bytes.length ? bytes[at]! : 0);
      at++;
      width = (width << 8) >>> 0;
    }
  };
  const bit = (): number => {
    const unit = width >>> 1;
    const value = Math.min(1, Math.floor(code / unit));
    narrow(value, value + 1, unit, value === 1);
    return value;
  };

  return {
    pull(symbols, indexes) {
      checkPiece(flat, symbols, indexes);
      for (let i = 0; i < symbols.length; i++) {
        const number = distinct[indexes[i]!]!;
        const unit = width >>> precision;
        // Exact: the quotient of two numbers of 32 bits is never rounded up to a whole one.
        const place = Math.min(mask, Math.floor(code / unit));
        const slot = findSlot(
          cdf,
          first[number]!,
          first[number + 1]! - 1,
          (place + turn[number]!) & mask,
        );
        const start = (cdf[slot]! - turn[number]!) & mask;
        const end = start + cdf[slot + 1]! - cdf[slot]!;
        narrow(start, end, unit, end > mask);
        const symbol = slot - first[number]!;
        if (escapes[number] === 0 || symbol < own[number]!) {
          symbols[i] = symbol + offset[number]!;
          continue;
        }
        let suffix = 0;
        while (bit() === 0) if (++suffix > longestEscape) throw brokenEscape();
        let value = 1;
        for (let k = 0; k < suffix; k++) value = 2 * value + bit();
        symbols[i] = escapedSymbol(value, offset[number]!, own[number]!);
      }
    },
    finish() {
      let window = 0;
      for (let k = at - 4; k < at; k++) window = window * 256 + (bytes[k] ?? 0);
      const low = window >= code ? window - code : window - code + 2 ** 32;
      const { value, kept } = ending(low, width);
      if (bytes.length !== at - 4 + kept || value % 2 ** 32 !== window) {
        throw new WorkError('the stream is broken: it does not end with the last symbol');
      }
    },
  };
}

/** The slot from `low` on, and before `high`, that `place` lies in. */
function findSlot(cdf: Uint32Array, low: number, high: number, place: number): number {
  let from = low;
  let to = high;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (cdf[middle]! <= place) from = middle;
    else to = middle;
  }
  return from;
}
