import { describe, expect, it } from 'vitest';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../support/score.ts';
import { arm, picture, roundTrip, withSession } from './support.js';

const image = picture({ width: 120, height: 90 });

const coded = async (text: string) => {
  const coder = await arm(text);
  return withSession(coder, (session) => roundTrip(session, coder, image));
};

describe.each(['gif:', 'png:palette=true,'])('%scolours', (codec) => {
  it('makes palettes of 2, 4, 16 and 256 places, larger and better each', async () => {
    const points = [];
    for (const colours of [2, 4, 16, 256]) {
      const { bytes, decoded } = await coded(`${codec}colours=${colours}`);
      const seen = new Set<number>();
      for (let i = 0; i < decoded.data.length; i += 3) {
        seen.add((decoded.data[i]! << 16) | (decoded.data[i + 1]! << 8) | decoded.data[i + 2]!);
      }
      expect(seen.size).toBeLessThanOrEqual(colours);
      expect(seen.size).toBeGreaterThan(colours / 4);
      points.push({ length: bytes.length, db: await scoreOf(psnr, image, decoded) });
    }
    for (let i = 1; i < points.length; i++) {
      expect(points[i]!.length).toBeGreaterThan(points[i - 1]!.length);
      expect(points[i]!.db).toBeGreaterThan(points[i - 1]!.db);
    }
  });

  it('takes any other number for the next of these', async () => {
    for (const [other, next] of [
      [3, 4],
      [9, 16],
      [17, 256],
    ]) {
      const [first, second] = [
        await coded(`${codec}colours=${other}`),
        await coded(`${codec}colours=${next}`),
      ];
      expect(first.bytes).toEqual(second.bytes);
    }
  });
});
