import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { readJxlColour } from '#src/codecs/jxl/colour.js';
import { openHeader } from '#src/codecs/jxl/header.js';
import { decodeImage } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import { openLibjxl } from '#src/runtimes/ffi/libjxl.js';
import fixture from '../../fixtures/jxl_colour.json' with { type: 'json' };
import { describeShared, shared } from '../../support/shared.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { arm, withSession } from '../support.js';

keepVipsWarm();

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const engines = ['missing' in openLibjxl() ? [] : ['native'], ['wasm-vips']].flat();

async function decode(engine: string, bytes: Uint8Array): Promise<Raster> {
  const chosen = await arm(engine === 'native' ? 'jxl:engine=native' : 'jxl');
  return withSession(chosen, (session) => session.decode(bytes, untimed));
}

describe.each(engines)('colours of JPEG XL by %s', (engine) => {
  test.each(Object.entries(fixture.lossless))(
    '%s: the same as the PNG that it was made of',
    async (_, { png, jxl }) => {
      const original = await decodeImage(bytesOf(png), { name: 'picture' });
      expect(await decode(engine, bytesOf(jxl))).toEqual(original);
    },
  );

  test('floating point keeps the scale that it has', async () => {
    const { depth, data } = await decode(engine, bytesOf(fixture['floating point']));
    expect(depth).toBe(16);
    data.forEach((value, i) => {
      expect(Math.abs(value - (65535 * i) / 23)).toBeLessThanOrEqual(1);
    });
  });

  test.each(Object.entries(fixture.refused))('%s is refused by name', async (name, jxl) => {
    await expect(decode(engine, bytesOf(jxl))).rejects.toMatchObject({
      code: 'unsupported-colour',
      message: expect.stringMatching(
        new RegExp(`^the JPEG XL header says transfer function 1[68], ${name}`),
      ),
    });
  });
});

describeShared('a conformance file', () => {
  test('whose alpha is premultiplied comes back straight, from every engine alike', async () => {
    const bytes = readFileSync(shared('fuzz/jxl/conformance/alpha_premultiplied.jxl'));
    expect(readJxlColour(bytes).isPremultiplied).toBe(true);
    for (const engine of engines) {
      const { data } = await decode(engine, bytes);
      // Premultiplied, no sample is above its alpha.
      const above = [...data].filter((sample, i) => i % 4 < 3 && sample > data[i | 3]!);
      expect(above.length).toBeGreaterThan(1000);
    }
  });
});

test('a header that is cut short is refused, and one with bits changed throws nothing else', () => {
  const file = bytesOf(fixture.lossless['another white'].jxl);
  expect(() => openHeader(Uint8Array.of(0xff, 0x0a))(1)).toThrow('no complete header');
  for (let length = 0; length < 60; length++) {
    for (const broken of [file.subarray(0, length), file.with(length, 255), file.with(length, 0)]) {
      try {
        readJxlColour(broken);
      } catch (error) {
        expect(error).toMatchObject({ name: 'WorkError' });
      }
    }
  }
});
