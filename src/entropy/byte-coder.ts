import { WorkError } from '../base/errors.js';
import { arrange, disarrange, planSheets } from './arrangements/arrange.js';
import type { Sheet } from './arrangements/sheet.js';
import type { ArrayCoder, ArraySession } from './coder.js';
import { type PayloadReader, type PayloadWriter, readPayload, writePayload } from './payload.js';
import { seal, unseal } from './seal.js';

/** A general-purpose compressor. */
export interface BytePacker {
  pack(bytes: Uint8Array): Promise<Uint8Array>;
  /** Gives exactly `length` bytes, and never allocates many more; throws where it cannot. */
  unpack(packed: Uint8Array, length: number): Promise<Uint8Array>;
  close(): void;
}

/**
 * A coder of arrays by a compressor of bytes: the values of all sheets one after the other, packed as
 * one. A sheet takes a byte a value where its range allows it, two else:
 *
 *     for each sheet   bytes of a value: 0 (all are `centre`), 1 or 2   u8
 *                      centre                                           i16
 *     packed           1: value - centre, two's complement, centre 0 wherever that fits
 *                      2: zigzag(value - centre), all low bytes before all high ones
 */
export function createByteCoder(
  fields: Pick<ArrayCoder, 'id' | 'title' | 'library' | 'available'>,
  open: () => Promise<BytePacker>,
): ArrayCoder {
  return {
    kind: 'array',
    arrangements: ['stacked', 'tiled', 'nested', 'strided'],
    ...fields,
    open: async () => createByteSession(fields.id, await open()),
  };
}

function createByteSession(coder: string, packer: BytePacker): ArraySession {
  return {
    async encode(groups, arrangement) {
      const payload = await packSheets(arrange(groups, arrangement), packer);
      return seal(payload, { coder, shapes: groups, arrangement });
    },
    async decode(bytes, shapes, arrangement) {
      const payload = unseal(bytes, { coder, shapes, arrangement });
      const plans = planSheets(shapes, arrangement);
      const sheets = await unpackSheets(payload, plans, packer, coder);
      return disarrange(sheets, shapes, arrangement);
    },
    close: async () => packer.close(),
  };
}

/** Sheets as `createByteCoder` tells. */
export async function packSheets(
  sheets: readonly Sheet[],
  packer: BytePacker,
): Promise<Uint8Array> {
  const writer = writePayload();
  const bodies = sheets.map((sheet) => writeSheet(writer, sheet));
  writer.bytes(await packer.pack(Buffer.concat(bodies)));
  return writer.finish();
}

/** The inverse of `packSheets`. @param coder named in messages */
export async function unpackSheets(
  payload: Uint8Array,
  plans: readonly Omit<Sheet, 'data'>[],
  packer: BytePacker,
  coder: string,
): Promise<Sheet[]> {
  const reader = readPayload(payload, coder);
  const heads = plans.map((plan) => readHead(reader, plan, coder));
  const length = heads.reduce((sum, head) => sum + head.bytes * head.count, 0);
  const body = await packer.unpack(reader.rest(), length);
  if (body.length !== length) {
    throw new WorkError(`${coder} stream holds ${body.length} bytes; expected ${length}`, {
      code: 'broken-bitstream',
    });
  }
  let at = 0;
  return heads.map((head) => {
    at += head.bytes * head.count;
    return readSheet(head, body.subarray(at - head.bytes * head.count, at));
  });
}

function writeSheet(writer: PayloadWriter, { data }: Sheet): Uint8Array {
  const [low, high] = rangeOf(data);
  const width = low === high ? 0 : high - low < 256 ? 1 : 2;
  const centre = low === high ? low : width === 2 || (low >= -128 && high <= 127) ? 0 : low + 128;
  writer.byte(width);
  writer.short(centre);
  const body = new Uint8Array(width * data.length);
  if (width === 1) {
    for (let i = 0; i < data.length; i++) body[i] = data[i]! - centre;
  } else if (width === 2) {
    for (let i = 0; i < data.length; i++) {
      const value = data[i]!;
      const zigzag = (value << 1) ^ (value >> 15);
      body[i] = zigzag;
      body[data.length + i] = zigzag >> 8;
    }
  }
  return body;
}

interface Head extends Omit<Sheet, 'data'> {
  readonly bytes: number;
  readonly centre: number;
  readonly count: number;
}

function readHead(reader: PayloadReader, plan: Omit<Sheet, 'data'>, coder: string): Head {
  const bytes = reader.byte();
  if (bytes > 2) {
    throw new WorkError(`${coder} stream is broken: values of ${bytes} bytes`, {
      code: 'broken-bitstream',
    });
  }
  const { channels, height, width } = plan;
  return {
    channels,
    height,
    width,
    bytes,
    centre: reader.short(),
    count: channels * height * width,
  };
}

function readSheet({ bytes, centre, count, ...size }: Head, body: Uint8Array): Sheet {
  const data = new Int16Array(count);
  if (bytes === 0) data.fill(centre);
  else if (bytes === 1) {
    for (let i = 0; i < count; i++) data[i] = ((body[i]! << 24) >> 24) + centre;
  } else {
    for (let i = 0; i < count; i++) {
      const zigzag = body[i]! | (body[count + i]! << 8);
      data[i] = ((zigzag >> 1) ^ -(zigzag & 1)) + centre;
    }
  }
  return { ...size, data };
}

/** The smallest and the largest value. */
export function rangeOf(data: Int16Array): [number, number] {
  let low = data[0]!;
  let high = low;
  for (const value of data) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}
