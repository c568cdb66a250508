import { joinBytes, latin1 } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';

/** Builds a run of bytes. */
export interface ByteWriter {
  /** A whole number from 0 to 2^42 - 1: groups of 7 bits, the lowest first, all but the last marked. */
  integer(value: number): void;
  /** ASCII, up to 127 characters, behind its length. */
  text(value: string): void;
  bytes(value: Uint8Array): void;
  finish(): Uint8Array;
}

/** Reads what a ByteWriter wrote. Every method throws a WorkError where there is no such thing. */
export interface ByteReader {
  integer(): number;
  text(): string;
  /** A view of so many bytes. */
  bytes(count: number): Uint8Array;
  /** Throws where something is left. */
  finish(): void;
}

const mostGroups = 6;

export function createByteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  return {
    integer(value) {
      const groups: number[] = [];
      let rest = value;
      do {
        const low = rest % 128;
        rest = Math.floor(rest / 128);
        groups.push(rest > 0 ? low + 128 : low);
      } while (rest > 0);
      parts.push(Uint8Array.from(groups));
    },
    text(value) {
      parts.push(Uint8Array.of(value.length), new TextEncoder().encode(value));
    },
    bytes(value) {
      parts.push(value);
    },
    finish: () => joinBytes(parts),
  };
}

/** @param what what to call the bytes in messages */
export function createByteReader(source: Uint8Array, what: string): ByteReader {
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (count > source.length - at) throw new WorkError(`${what} is cut short`);
    at += count;
    return source.subarray(at - count, at);
  };
  return {
    integer() {
      let value = 0;
      for (let group = 0; group < mostGroups; group++) {
        const byte = take(1)[0]!;
        value += (byte & 127) * 128 ** group;
        if (byte < 128) return value;
      }
      throw new WorkError(`${what} is damaged: a number in it has no end`);
    },
    text() {
      const text = latin1(take(take(1)[0]!));
      if (!/^[\x21-\x7e]{1,127}$/.test(text)) throw new WorkError(`${what} is damaged: no name`);
      return text;
    },
    bytes: take,
    finish() {
      if (at < source.length) {
        throw new WorkError(`${what} has ${source.length - at} bytes behind its end`);
      }
    },
  };
}
