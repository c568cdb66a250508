import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import type { JpegSession } from '#src/codecs/codec.js';
import { jpegCodecs } from '#src/codecs/registry.js';
import { codecNames } from '#src/codecs/table.js';
import { sharp } from '#src/image/files/sharp.js';
import { keepChatterBack } from '../../support/chatter.ts';
import { generator } from '../../support/random.ts';
import { describeShared, shared } from '../../support/shared.js';
import { cjpegWays, hasCjpeg, sharpWays } from '../jpegs.ts';
import { arm, picture, resources, roundTrip, withSession } from '../support.js';

keepChatterBack();

const codec = await jpegCodecs.load('jxl-jpeg');
const engines = ['native', 'cli'] as const;
const states = await Promise.all(
  engines.map(async (engine) => ({ engine, state: await codec.available(settingsOf({ engine })) })),
);
const here = states.filter(({ state }) => state === true).map(({ engine }) => engine);
const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../datasets/sample/${name}`, import.meta.url)));

function settingsOf(given: Record<string, Value>) {
  return resolveSettings(codec.id, codec.params, given);
}

async function withCodec<T>(
  given: Record<string, Value>,
  work: (session: JpegSession) => Promise<T>,
  use = resources,
): Promise<T> {
  const session = await codec.open(settingsOf(given), use);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Recompresses and reconstructs; the bytes of the recompressed file. */
async function thereAndBack(session: JpegSession, jpeg: Uint8Array): Promise<Uint8Array> {
  const bytes = await session.encode(jpeg, untimed);
  const back = await session.decode(bytes, untimed);
  if (Buffer.compare(back, jpeg) !== 0) throw new Error('another file came back');
  return bytes;
}

/** The file with one byte of its frame header changed; 0 is the marker's own second byte. */
function withFrameByte(jpeg: Uint8Array, at: number, value: number): Uint8Array {
  const changed = jpeg.slice();
  changed[Buffer.from(jpeg).indexOf(Buffer.of(0xff, 0xc0)) + 1 + at] = value;
  return changed;
}

it('stands in the table of codecs, as one of JPEG files', () => {
  expect(codecNames).toContain('jxl-jpeg');
  expect(codec).toMatchObject({ id: 'jxl-jpeg', kind: 'lossless', input: 'jpeg' });
  expect(codec.params['effort']).toMatchObject({ min: 1, max: 10, default: 7 });
});

describe.each(states)('engine $engine', ({ engine, state }) => {
  // CI has what Debian packages.
  it.skipIf(state === true || !process.env['CI'])(`is available: ${state}`, () => {
    expect(state).toBe(true);
  });

  describe.skipIf(state !== true)('', () => {
    const photograph = sharpWays['baseline 4:2:0']!(sample('flowers.png'), 80);

    it('names the library and its version', () => {
      const { name, version, runtime } = codec.engine(settingsOf({ engine }));
      expect([name, runtime]).toEqual(
        engine === 'native' ? ['libjxl', 'ffi'] : ['cjxl+djxl', 'cli'],
      );
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    });

    it('gives back every kind of JPEG byte for byte, smaller than it was', async () => {
      await withCodec({ engine }, async (session) => {
        for (const make of Object.values({ ...sharpWays, ...(hasCjpeg ? cjpegWays : {}) })) {
          const jpeg = await make(sample('city.png'), 85);
          const bytes = await thereAndBack(session, jpeg);
          expect(bytes.length).toBeLessThan(0.95 * jpeg.length);
        }
      });
    });

    it.each([
      [1, 1],
      [1, 17],
      [17, 1],
      [33, 47],
    ])('gives back a JPEG of %ix%i', async (width, height) => {
      const { data } = picture({ width, height });
      const raw = { width, height, channels: 3 } as const;
      const jpeg = await sharp(data as Uint8Array, { raw })
        .jpeg({ quality: 60 })
        .toBuffer();
      await withCodec({ engine }, (session) => thereAndBack(session, jpeg));
    });

    it('gives back what stands behind the end of the picture', async () => {
      const jpeg = Buffer.concat([await photograph, Buffer.from('and more')]);
      await withCodec({ engine }, (session) => thereAndBack(session, jpeg));
    });

    it('books its stages, and the seconds that djxl reports', async () => {
      await withCodec({ engine }, async (session) => {
        const jpeg = await photograph;
        const encoded = await measure((clock) => session.encode(jpeg, clock));
        const decoded = await measure((clock) => session.decode(encoded.value, clock));
        expect(encoded.stages.encode).toBeGreaterThan(0);
        expect(decoded.stages.decode).toBeGreaterThan(0);
        if (engine === 'native') expect(decoded.reportedSeconds).toBeNull();
        else {
          expect(decoded.reportedSeconds).toBeGreaterThan(0);
          expect(decoded.reportedSeconds).toBeLessThan(decoded.totalSeconds);
        }
      });
    });

    it('spends more effort on fewer bytes', async () => {
      const jpeg = await photograph;
      const sizes: number[] = [];
      for (const effort of [1, 3, 9]) {
        await withCodec({ engine, effort }, async (session) => {
          sizes.push((await thereAndBack(session, jpeg)).length);
        });
      }
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      expect(new Set(sizes).size).toBe(3);
    });

    it('makes the same bytes with two threads', async () => {
      const jpeg = await photograph;
      const [one, two] = await Promise.all(
        [1, 2].map((threads) =>
          withCodec({ engine }, (session) => thereAndBack(session, jpeg), {
            ...resources,
            threads,
          }),
        ),
      );
      expect(two).toEqual(one);
    });

    it('refuses what libjxl cannot recompress, saying what it is', async () => {
      const jpeg = await photograph;
      const cmyk = await sharp(sample('dog.png')).toColourspace('cmyk').jpeg().toBuffer();
      const png = sample('dog.png');
      const cut = jpeg.subarray(0, jpeg.length >> 1);
      await withCodec({ engine }, async (session) => {
        const refusal = (file: Uint8Array) =>
          session.encode(file, untimed).then(
            () => 'none',
            (error: unknown) => (error instanceof WorkError ? error.message : 'another error'),
          );
        expect(await refusal(withFrameByte(jpeg, 0, 0xc9))).toMatch(/arithmetic coding/);
        expect(await refusal(withFrameByte(jpeg, 0, 0xc3))).toMatch(/lossless coding/);
        expect(await refusal(withFrameByte(jpeg, 0, 0xc5))).toMatch(/hierarchical coding/);
        expect(await refusal(withFrameByte(jpeg, 3, 12))).toMatch(/samples of 12 bits/);
        expect(await refusal(withFrameByte(jpeg, 10, 0x41))).toMatch(/a sampling factor of 4/);
        expect(await refusal(cmyk)).toMatch(/4 components \(CMYK\)/);
        expect(await refusal(cut)).toMatch(/cut short/);
        expect(await refusal(jpeg.subarray(0, 30))).toMatch(/no frame header/);
        expect(await refusal(png)).toMatch(/expected a file of format jpeg, got .* png/);
        expect(await refusal(new Uint8Array())).toMatch(/an empty file/);
      });
    });

    it('refuses what is no recompressed JPEG, also where it is cut short', async () => {
      const jpeg = await photograph;
      const jxl = await arm('jxl:quality=75');
      const ofPixels = await withSession(jxl, (session) =>
        roundTrip(session, jxl, picture({ width: 33, height: 47 })),
      );
      await withCodec({ engine }, async (session) => {
        const bytes = await session.encode(jpeg, untimed);
        await expect(session.decode(ofPixels.bytes, untimed)).rejects.toThrow(
          /there is no JPEG in it/,
        );
        await expect(session.decode(jpeg, untimed)).rejects.toThrow(
          /expected a file of format jxl/,
        );
        for (const share of [0.001, 0.01, 0.1, 0.5, 0.9, 0.999]) {
          const cut = bytes.subarray(0, Math.ceil(share * bytes.length));
          await expect(session.decode(cut, untimed)).rejects.toThrow(WorkError);
        }
      });
    });

    it('refuses pictures above the pixel limit, both ways', async () => {
      const jpeg = await photograph;
      const bytes = await withCodec({ engine }, (session) => session.encode(jpeg, untimed));
      const tight = { ...resources, maxPixels: 1000 };
      await withCodec(
        { engine },
        async (session) => {
          await expect(session.encode(jpeg, untimed)).rejects.toThrow(/more than 1000 pixels/);
          await expect(session.decode(bytes, untimed)).rejects.toThrow(/more than 1000 pixels/);
        },
        tight,
      );
    });
  });
});

describe.skipIf(!here.includes('native'))('native', () => {
  it('gives back a JPEG many times larger than its JPEG XL', async () => {
    const plain = { width: 3000, height: 2000, channels: 3, background: '#777' } as const;
    const jpeg = await sharp({ create: plain }).jpeg({ optimiseCoding: false }).toBuffer();
    await withCodec({}, async (session) => {
      const bytes = await thereAndBack(session, jpeg);
      // More than the first piece of its output holds.
      expect(jpeg.length).toBeGreaterThan(2 * bytes.length + 65536);
    });
  });

  it.skipIf(!here.includes('cli'))('reads the files of the programs, and they its', async () => {
    const jpeg = await sharpWays['progressive, EXIF and ICC profile']!(sample('beach.png'), 90);
    for (const [maker, reader] of [engines, engines.toReversed()]) {
      const bytes = await withCodec({ engine: maker! }, (each) => each.encode(jpeg, untimed));
      const back = await withCodec({ engine: reader! }, (each) => each.decode(bytes, untimed));
      expect(Buffer.compare(back, jpeg)).toBe(0);
    }
  });
});

describeShared('JPEG files of the shared pictures', () => {
  it.skipIf(!here.includes('native'))('come back byte for byte, 500 and more', async () => {
    const pictures = [
      ['kodak', 1],
      ['gb82-photo', 1],
      ['gb82-screen', 1],
      ['cid22-train', 5],
    ].flatMap(([set, step]) => {
      const folder = shared('datasets', String(set));
      const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
      return names.filter((_, i) => i % Number(step) === 0).map((name) => path.join(folder, name));
    });
    const random = generator(500);
    let count = 0;
    let ratios = 0;
    await withCodec({ effort: 3 }, async (session) => {
      const thirds = pictures.filter((_, i) => i % 3 === 0);
      const ways = [
        ...Object.values(sharpWays).map((make) => ({ make, files: pictures })),
        ...(hasCjpeg ? Object.values(cjpegWays) : []).map((make) => ({ make, files: thirds })),
      ];
      for (const { make, files } of ways) {
        for (const file of files) {
          const jpeg = await make(file, 30 + Math.floor(66 * random()));
          const bytes = await thereAndBack(session, jpeg);
          count += 1;
          ratios += Math.log(bytes.length / jpeg.length);
        }
      }
    });
    expect(count).toBeGreaterThanOrEqual(500);
    const saving = -Math.expm1(ratios / count);
    expect(saving).toBeGreaterThan(0.12);
    expect(saving).toBeLessThan(0.3);
  });
});
