import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { sameSamples } from '#src/image/compare.js';
import { sharp } from '#src/image/files/sharp.js';
import { openTurbo } from '#src/runtimes/ffi/turbojpeg.js';
import { arm, picture, withSession } from '../support.js';

const image = picture({ width: 203, height: 131 });

async function encode(text: string, source = image): Promise<Uint8Array> {
  return withSession(await arm(text), (session) => session.encode(source, untimed));
}

async function decode(text: string, bytes: Uint8Array) {
  return withSession(await arm(text), (session) => session.decode(bytes, untimed));
}

const found = openTurbo();
const reason = 'missing' in found ? `: skipped, ${found.missing}` : '';

describe.skipIf(reason !== '')(`jpeg:engine=turbo${reason}`, () => {
  const turbo = 'jpeg:engine=turbo,quality=75';

  it('names the version of the loaded library', async () => {
    const { codec, settings } = await arm(turbo);
    expect(codec.engine(settings)).toEqual({
      name: 'libjpeg-turbo',
      version: expect.stringMatching(/^[23]\.\d/),
      runtime: 'ffi',
    });
  });

  // The JFIF header, which sharp leaves out, is 18 bytes after the first two.
  it.each(['4:2:0', '4:4:4'])(
    'is what sharp writes at %s, but for the JFIF header',
    async (chroma) => {
      for (const layout of [',optimise=false', '', ',progressive=true']) {
        const ours = await encode(`${turbo},chroma=${chroma}${layout}`);
        const theirs = await encode(`jpeg:quality=75,chroma=${chroma}${layout}`);
        const bare = Buffer.concat([ours.subarray(0, 2), ours.subarray(20)]);
        expect(bare.equals(Buffer.from(theirs))).toBe(true);
      }
    },
  );

  it.each([
    ['4:2:0', 2, 2],
    ['4:2:2', 2, 1],
    ['4:4:0', 1, 2],
    ['4:4:4', 1, 1],
  ])('stores chroma at %s', async (chroma, horizontal, vertical) => {
    const bytes = Buffer.from(await encode(`${turbo},chroma=${chroma}`));
    const frame = bytes.indexOf('ffc0', 0, 'hex');
    expect(bytes[frame + 11]).toBe(horizontal * 16 + vertical);
  });

  it('gives the picture that sharp sees, colour profile, orientation and CMYK included', async () => {
    const source = sharp(await encode(turbo));
    const files = [
      await source.clone().withIccProfile('p3').jpeg().toBuffer(),
      await source.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      await source.clone().toColourspace('cmyk').jpeg().toBuffer(),
    ];
    for (const file of files) {
      const [ours, theirs] = [await decode(turbo, file), await decode('jpeg:quality=1', file)];
      expect(sameSamples(ours, theirs)).toBe(true);
    }
    expect((await decode(turbo, files[1]!)).width).toBe(image.height);
  });

  it('stays sound after a broken file', async () => {
    const bytes = await encode(turbo);
    await withSession(await arm(turbo), async (session) => {
      const before = await session.decode(bytes, untimed);
      for (let at = 20; at < 620; at += 7) {
        const broken = bytes.slice();
        broken[at]! ^= 0x55;
        await session.decode(broken, untimed).catch(() => null);
        expect(sameSamples(await session.decode(bytes, untimed), before)).toBe(true);
      }
    });
  });
});

describe('jpeg:engine=sharp', () => {
  it('says which engine has the chroma that it lacks', async () => {
    const { codec, settings } = await arm('jpeg:chroma=4:2:2,quality=75');
    expect(await codec.available(settings)).toMatch(/engine=turbo/);
  });
});
