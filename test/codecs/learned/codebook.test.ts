import { expect, test } from 'vitest';
import { indexCodings, indexReader, modelIndices } from '#src/codecs/learned/codebook.js';
import { checkIndices } from '#src/codecs/learned/codebook-payload.js';
import { idealBits } from '#src/entropy/ideal-bits.js';
import { entropyCoders } from '#src/entropy/registry.js';

/** Indices of a codebook, of which the first come more often. */
const indicesOf = (entries: number, count: number, spread: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => {
    const random = ((i * 2654435761) % 2 ** 32) / 2 ** 32;
    return Math.floor(entries * random ** spread);
  });

const coders = ['rans', 'range', 'tans', 'huffman'];

test.each(
  [1, 2, 3, 256, 1000, 8192, 16384].flatMap((entries) =>
    indexCodings.map((coding) => [entries, coding] as const),
  ),
)('%i entries, %s: the same indices back, near the ideal length', async (entries, coding) => {
  for (const indices of [
    indicesOf(entries, 700, 3),
    new Int16Array(9),
    Int16Array.of(entries - 1),
  ]) {
    const { table, pass, side } = modelIndices(indices, entries, coding);
    const bits = idealBits(table, pass.symbols, pass.indexes);
    for (const name of entries > 1000 ? ['rans', 'huffman'] : coders) {
      const coder = await entropyCoders.load(name);
      if (coder.kind !== 'modelled') throw new Error('a modelled coder is wanted');
      const session = await coder.open();
      const encoder = session.encoder(table);
      encoder.push(pass.symbols, pass.indexes);
      const payload = encoder.finish();
      if (name === 'rans') expect(payload.length).toBeLessThan(1.001 * (bits / 8) + 40);
      const reader = indexReader(side, entries);
      expect(reader.coding).toBe(coding);
      const decoder = session.decoder(reader.table, payload);
      const found = new Int16Array(indices.length);
      reader.read(decoder, found);
      decoder.finish();
      expect(found).toEqual(indices);
      await session.close();
    }
  }
});

test('packed indices take the bits of the codebook, others fewer where some are frequent', () => {
  const indices = indicesOf(8192, 20_000, 8);
  const lengthOf = (coding: (typeof indexCodings)[number]): number => {
    const { table, pass, side } = modelIndices(indices, 8192, coding);
    return idealBits(table, pass.symbols, pass.indexes) / 8 + side.length;
  };
  expect(lengthOf('packed')).toBeCloseTo((13 * 20_000) / 8, 5);
  expect(lengthOf('adaptive')).toBeLessThan(0.95 * lengthOf('packed'));
  expect(lengthOf('histogram')).toBeLessThan(lengthOf('packed'));
});

test('of evenly used entries an adaptive model loses little', () => {
  const indices = indicesOf(1024, 20_000, 1);
  const { table, pass } = modelIndices(indices, 1024, 'adaptive');
  expect(idealBits(table, pass.symbols, pass.indexes)).toBeLessThan(10.3 * 20_000);
});

test('what is sent beside the indices is read or refused', () => {
  const { side } = modelIndices(indicesOf(256, 100, 2), 256, 'histogram');
  expect(() => indexReader(side, 4)).toThrow(/codebook of 4|checksum|damaged/);
  expect(() => indexReader(side.subarray(0, -1), 256)).toThrow(/checksum/);
  expect(() => indexReader(Uint8Array.of(9), 256)).toThrow(/coded in the way 9/);
  expect(() => indexReader(Uint8Array.of(2, 0), 256)).toThrow(/damaged/);
  expect(() => checkIndices(Int16Array.of(3, 256), 256)).toThrow(/entry 256 of a codebook of 256/);
  expect(() => checkIndices(Int16Array.of(-1), 256)).toThrow(/entry -1/);
});
