import { WorkError } from '../base/errors.js';

/** Collects the parts of a stream. */
export interface PayloadWriter {
  byte(value: number): void;
  /** Two bytes, the lower one first. */
  short(value: number): void;
  /** A whole number from 0, 7 bits a byte, lowest first, all but the last with the top bit set. */
  length(value: number): void;
  bytes(value: Uint8Array): void;
  finish(): Uint8Array;
}

export function writePayload(): PayloadWriter {
  const parts: Uint8Array[] = [];
  const push = (...values: number[]) => void parts.push(Uint8Array.from(values));
  return {
    byte: (value) => push(value),
    short: (value) => push(value & 0xff, (value >> 8) & 0xff),
    length(value) {
      let rest = value;
      for (; rest > 127; rest = Math.floor(rest / 128)) push((rest & 127) | 128);
      push(rest);
    },
    bytes: (value) => void parts.push(value),
    finish: () => Buffer.concat(parts),
  };
}

/** Takes the parts of a stream apart again. Every method throws a WorkError past its end. */
export interface PayloadReader {
  byte(): number;
  /** -32,768..32,767 */
  short(): number;
  length(): number;
  bytes(length: number): Uint8Array;
  /** All that is left. */
  rest(): Uint8Array;
  /** Throws a WorkError where anything is left. */
  finish(): void;
}

/** @param coder named in messages */
export function readPayload(payload: Uint8Array, coder: string): PayloadReader {
  let at = 0;
  const bytes = (length: number) => {
    if (length > payload.length - at) {
      throw new WorkError(
        `${coder} stream is cut short: ${length} bytes expected, ${payload.length - at} left`,
        { code: 'broken-bitstream' },
      );
    }
    at += length;
    return payload.subarray(at - length, at);
  };
  const byte = () => bytes(1)[0]!;
  return {
    byte,
    short: () => ((byte() | (byte() << 8)) << 16) >> 16,
    length() {
      let value = 0;
      for (let scale = 1; scale < 2 ** 42; scale *= 128) {
        const next = byte();
        value += (next & 127) * scale;
        if (next < 128) return value;
      }
      throw new WorkError(`${coder} stream is broken: it tells a length beyond all bounds`, {
        code: 'broken-bitstream',
      });
    },
    bytes,
    rest: () => bytes(payload.length - at),
    finish() {
      const left = payload.length - at;
      if (left > 0) {
        throw new WorkError(`${coder} stream is broken: ${left} bytes follow its end`, {
          code: 'broken-bitstream',
        });
      }
    },
  };
}
