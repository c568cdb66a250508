import { crc32 } from '#platform/base/crc32.js';
import { WorkError } from '../base/errors.js';
import type { ArrangementId } from './coder.js';
import type { LatentShape } from './latents.js';

/** What stands beside a stream of an array coder and must be the same when it is read. */
export interface StreamContext {
  readonly coder: string;
  readonly shapes: readonly LatentShape[];
  readonly arrangement: ArrangementId;
}

const sealBytes = 4;

/**
 * A stream of an array coder: 4 bytes of CRC-32, lowest first, over coder, arrangement, shapes and
 * payload; then the payload. So that no coder and no library ever sees bytes that were cut, joined or
 * changed on their way, nor allocates for shapes that are not theirs.
 */
export function seal(payload: Uint8Array, context: StreamContext): Uint8Array {
  const stream = new Uint8Array(sealBytes + payload.length);
  new DataView(stream.buffer).setUint32(0, checksum(payload, context), true);
  stream.set(payload, sealBytes);
  return stream;
}

/** The payload of a stream. Throws a WorkError where it is not the one that was sealed. */
export function unseal(stream: Uint8Array, context: StreamContext): Uint8Array {
  const { coder } = context;
  if (stream.length < sealBytes) {
    throw new WorkError(`${coder} stream of ${stream.length} bytes is cut short`, {
      code: 'broken-bitstream',
    });
  }
  const payload = stream.subarray(sealBytes);
  const told = new DataView(stream.buffer, stream.byteOffset).getUint32(0, true);
  if (told !== checksum(payload, context)) {
    throw new WorkError(
      `${coder} stream is broken, or of other shapes, another arrangement or another coder: ` +
        'its checksum does not match',
      { code: 'broken-bitstream' },
    );
  }
  return payload;
}

function checksum(payload: Uint8Array, { coder, shapes, arrangement }: StreamContext): number {
  const sizes = shapes.map(({ channels, height, width }) => `${channels}x${height}x${width}`);
  return crc32(payload, crc32([coder, arrangement, ...sizes].join(' ')));
}
