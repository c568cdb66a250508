import { expect, test } from 'vitest';
import { typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { encodeSteps, packedCodes, typicalPacked } from '#src/codecs/jpeg/wasm/encode-tables.js';

test('the two factors of a coefficient divide by its step, as AAN scales it', () => {
  // The first coefficient is not scaled: 16 times the step.
  for (const quality of [1, 50, 75, 100]) {
    for (const { factors, content } of encodeSteps(quality)) {
      const product = (factors[0]! / 32_768) * (factors[64]! / 32_768);
      expect(product * 16 * content[0]!).toBeGreaterThan(0.999);
      expect(product * 16 * content[0]!).toBeLessThan(1.001);
    }
  }
  expect(encodeSteps(50)[0]!.content.slice(0, 4)).toEqual(Uint8Array.of(16, 11, 12, 14));
});

test('a quality that is asked for again is not computed again', () => {
  expect(encodeSteps(85)).toBe(encodeSteps(85));
});

test('codes are packed with their lengths: T.81, table K.3', () => {
  // DC of luma: 00, 010, 011, 100, 101, 110, 1110 and so on.
  expect([...typicalPacked[0]!.slice(0, 4)]).toEqual([0x2, 0x203, 0x303, 0x403]);
  expect(typicalPacked[0]![11]).toBe((0x1fe << 8) | 9);
  expect(typicalPacked[0]![12]).toBe(0);
  expect(typicalPacked).toEqual(typicalCodes.map(packedCodes));
});
