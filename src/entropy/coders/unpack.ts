import type { InputType } from 'node:zlib';
import { messageOf, WorkError } from '../../base/errors.js';

/** What node:zlib tells of a stream when it is asked for it: how many bytes it has read. */
interface Told {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

type Unpacker = (
  packed: InputType,
  options: { readonly maxOutputLength: number; readonly info: true },
) => unknown;

/**
 * Unpacks by a function of node:zlib, no more than `length` bytes, and the whole of what is packed:
 * node:zlib is silent about bytes behind the end.
 */
export function unpackAll(
  coder: string,
  unpack: Unpacker,
  packed: Uint8Array,
  length: number,
): Uint8Array {
  try {
    // A limit of 0 is refused.
    const told = unpack(packed, { maxOutputLength: Math.max(1, length), info: true }) as Told;
    if (told.engine.bytesWritten !== packed.length) throw new Error('bytes follow its end');
    return told.buffer;
  } catch (error) {
    throw new WorkError(`${coder} stream is broken: ${messageOf(error)}`, {
      code: 'broken-bitstream',
    });
  }
}
