import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { formatOf } from '#src/codecs/formats.js';
import { convert } from '#src/image/convert.js';
import { psnr } from '#src/metrics/psnr.js';
import { heifSupport } from '#src/runtimes/ffi/libheif.js';
import { scoreOf } from '../../support/score.ts';
import { arm, picture, withSession } from '../support.js';

const image = picture({ width: 160, height: 120, grain: 0 });
const support = heifSupport();
const reason = support === true ? '' : `: skipped, ${support}`;

async function encode(text: string): Promise<Uint8Array> {
  const { codec, settings } = await arm(text);
  const { depths } = codec.accepts(settings);
  const source = convert(image, { channels: 3, depth: depths[0]! });
  return withSession({ name: text, codec, settings }, (session) => session.encode(source, untimed));
}

async function fidelity(text: string): Promise<number> {
  const bytes = await encode(text);
  const decoded = await withSession(await arm(text), (session) => session.decode(bytes, untimed));
  return scoreOf(psnr, image, convert(decoded, { channels: 3, depth: 8 }));
}

describe.skipIf(support !== true)(`heic${reason}`, () => {
  it('names the versions of both libraries as they tell them', async () => {
    const { codec, settings } = await arm('heic:quality=50');
    expect(codec.engine(settings).version).toMatch(/^\d+\.\d+\S*\+1\.\d+\.\d+$/);
  });

  it.each([
    ['heic:quality=50', 6],
    ['heic:lossless=true', 0],
  ])('%s says that it is sRGB, with its matrix', async (text, matrix) => {
    const bytes = Buffer.from(await encode(text));
    const box = bytes.subarray(bytes.indexOf('colrnclx') + 8);
    const [primaries, transfer, coefficients] = [0, 2, 4].map((at) => box.readUInt16BE(at));
    expect([primaries, transfer, coefficients, box[6]! >> 7]).toEqual([1, 13, matrix, 1]);
  });

  it('has more chroma at 4:4:4 and finer steps at 10 and 12 bit', async () => {
    const best = 'preset=ultrafast,quality=98';
    const plain = await fidelity(`heic:${best}`);
    expect(await fidelity(`heic:chroma=4:4:4,${best}`)).toBeGreaterThan(plain + 1);
    const fine = 'heic:chroma=4:4:4,preset=ultrafast,quality=100';
    const byDepth = [];
    for (const depth of [8, 10, 12]) byDepth.push(await fidelity(`${fine},depth=${depth}`));
    expect(byDepth).toEqual([...byDepth].sort((a, b) => a - b));
  });

  it('is known by its brands, alone and among those of mif1', async () => {
    const bytes = Buffer.from(await encode('heic:preset=ultrafast,quality=50'));
    expect(formatOf(bytes)?.id).toBe('heic');
    expect(bytes.subarray(8, 12).toString()).toMatch(/^hei[cx]$/);
    const generic = Buffer.from(bytes);
    generic.write('mif1', 8, 'latin1');
    expect(formatOf(generic)?.id).toBe('heic');
    generic.fill('avif', 16, generic.readUInt32BE(0), 'latin1');
    expect(formatOf(generic)?.id).not.toBe('heic');
  });
});
