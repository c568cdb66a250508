import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import {
  type BytePacker,
  createByteCoder,
  packSheets,
  rangeOf,
  unpackSheets,
} from '#src/entropy/byte-coder.js';

/** Leaves the bytes as they are. */
const plain: BytePacker = {
  pack: async (bytes) => bytes,
  unpack: async (packed) => packed,
  close: () => {},
};
const sheetOf = (...values: number[]) => ({
  channels: 1 as const,
  height: 1,
  width: values.length,
  data: Int16Array.from(values),
});
const packed = async (...values: number[]) => [...(await packSheets([sheetOf(...values)], plain))];

test('a sheet of one value takes its head alone', async () => {
  expect(await packed(-2, -2, -2)).toEqual([0, 0xfe, 0xff]);
});

test('values within 8 bits take a byte, around 0 where that fits, else around their middle', async () => {
  expect(await packed(-128, 127)).toEqual([1, 0, 0, 0x80, 0x7f]);
  expect(await packed(100, 355)).toEqual([1, 228, 0, 0x80, 0x7f]);
});

test('others take two bytes with the sign in the lowest bit, all low bytes before all high ones', async () => {
  expect(await packed(0, -1, 1, 300)).toEqual([2, 0, 0, 0, 1, 2, 0x58, 0, 0, 0, 2]);
});

test('sheets share one packed body', async () => {
  const sheets = [sheetOf(7), sheetOf(1, 2), sheetOf(-300, 300)];
  const payload = await packSheets(sheets, plain);
  expect(payload.length).toBe(3 * 3 + 2 + 4);
  const plans = sheets.map(({ data: _data, ...plan }) => plan);
  expect(await unpackSheets(payload, plans, plain, 'plain')).toEqual(sheets);
  const cut = payload.subarray(0, -1);
  await expect(unpackSheets(cut, plans, plain, 'plain')).rejects.toThrow(
    new WorkError('plain stream holds 5 bytes; expected 6', { code: 'broken-bitstream' }),
  );
  const broken = unpackSheets(Uint8Array.of(3, 0, 0), plans.slice(0, 1), plain, 'plain');
  await expect(broken).rejects.toThrow('plain stream is broken: values of 3 bytes');
});

test('rangeOf', () => {
  expect(rangeOf(Int16Array.of(3, -9, 4))).toEqual([-9, 4]);
});

test('a coder names itself in its streams, and closes its packer', async () => {
  let closed = false;
  const fields = { title: 'Plain', library: null, available: async () => true as const };
  const coder = (id: string) =>
    createByteCoder({ id, ...fields }, async () => ({
      ...plain,
      close: () => {
        closed = true;
      },
    }));
  const group = { channels: 2, height: 1, width: 2, data: Int16Array.of(1, 2, 3, 400) };
  const session = await coder('plain').open();
  const stream = await session.encode([group], 'tiled');
  expect(await session.decode(stream, [group], 'tiled')).toEqual([group]);
  const other = await coder('other').open();
  await expect(other.decode(stream, [group], 'tiled')).rejects.toThrow(/another coder/);
  expect(closed).toBe(false);
  await session.close();
  expect(closed).toBe(true);
});
