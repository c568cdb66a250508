import { describe, expect, it } from 'vitest';
import { arm, picture, roundTrip, withSession } from './support.js';

const image = picture({ width: 120, height: 90 });

const coded = async (text: string) => {
  const coder = await arm(text);
  return withSession(coder, (session) => roundTrip(session, coder, image));
};

describe('GIF', () => {
  it('is a GIF89a, interlaced where told', async () => {
    for (const interlaced of [false, true]) {
      const { bytes } = await coded(`gif:interlaced=${interlaced},colours=4`);
      const text = Buffer.from(bytes).toString('latin1');
      expect(text.slice(0, 6)).toBe('GIF89a');
      // The image descriptor: separator, left and top 0, width, height, flags.
      const at = text.indexOf('\x2c\0\0\0\0\x78\0\x5a\0');
      expect((bytes[at + 9]! & 0x40) !== 0).toBe(interlaced);
    }
  });
});
