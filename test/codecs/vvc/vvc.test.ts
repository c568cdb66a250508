import { describe, expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { fromPlanes, toPlanes } from '#src/image/ycbcr.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.js';
import { arm, picture, roundTrip, withSession } from '../support.js';

describe.each(['vvc:preset=faster', 'vvc:engine=uvg266,uvg_preset=ultrafast'])('%s', (text) => {
  const made = async (qp: number) => arm(`${text},qp=${qp}`);

  it('is told missing or runs', async (context) => {
    const { codec, settings } = await made(32);
    const available = await codec.available(settings);
    if (available !== true) {
      expect(available).toMatch(/is not found on PATH: build https:\/\/github\.com\//);
      expect(codec.engine(settings).version).toContain('not found');
      return context.skip(available);
    }
    expect(codec.engine(settings).version).toMatch(/^\d+\.\d+\S*\+\d+\.\d+/);
  });

  it('makes plain streams of even sizes, and says how long it took', async (context) => {
    const used = await made(27);
    const available = await used.codec.available(used.settings);
    if (available !== true) return context.skip(available);
    await withSession(used, async (session) => {
      const image = picture({ width: 128, height: 96 });
      const encoded = await measure((clock) => session.encode(image, clock));
      expect([...encoded.value.subarray(0, 4)]).toEqual([0, 0, 0, 1]);
      expect(encoded.reportedSeconds).toBeGreaterThan(0);
      expect(encoded.reportedSeconds).toBeLessThan(encoded.stages.encode!);
      const odd = await session.encode(picture({ width: 127, height: 95 }), untimed);
      expect(Buffer.from(odd.subarray(0, 8)).toString('hex')).toBe('5656430300000001');
    });
  });

  it('keeps more of a picture of 16 bit than 8 bits hold', async (context) => {
    const used = await made(0);
    const available = await used.codec.available(used.settings);
    if (available !== true) return context.skip(available);
    await withSession(used, async (session) => {
      const image = picture({ width: 64, height: 64, depth: 16 });
      const { decoded } = await roundTrip(session, used, image);
      expect(decoded.depth).toBe(16);
      // At the finest the planes are all that is lost, nearly.
      const bits = text.includes('uvg266') ? 8 : 10;
      const ceiling = await scoreOf(psnr, image, fromPlanes(toPlanes(image, bits), image));
      expect(ceiling - (await scoreOf(psnr, image, decoded))).toBeLessThan(3);
    });
  });
});
