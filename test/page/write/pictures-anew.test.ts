import { expect, test } from 'vitest';
import { refill } from '#src/page/write/pictures-anew.js';
import type { AnewEncoder, LostBitstream } from '#src/sweeps/display/encode-anew.js';

const lost = (sha256: string): LostBitstream => ({
  identity: { codec: 'webp', engine: { name: 'l', version: '1', runtime: 'wasm' }, settings: {} },
  ...{ sha256, exact: [], image: { dataset: 'd', sha256: 'i', crop: null } },
});

function encoderOf(encode: (sha256: string) => boolean): AnewEncoder & { asked: string[] } {
  const asked: string[] = [];
  return {
    ...{ slots: 2, asked },
    encode: async ({ sha256 }) => {
      asked.push(sha256);
      return encode(sha256);
    },
    close: async () => {},
  };
}

test('work begins as many places ahead as there are slots, and once', async () => {
  const encoder = encoderOf(() => true);
  const { ready } = refill(['a', 'b', 'c', 'd'].map(lost), encoder);
  expect(await ready(0)).toBeNull();
  expect(encoder.asked).toEqual(['a', 'b']);
  await ready(1);
  await ready(1);
  expect(encoder.asked).toEqual(['a', 'b', 'c']);
});

test('what is at hand is not asked for, and nothing is without an encoder', async () => {
  const encoder = encoderOf(() => true);
  expect(await refill([null, lost('a')], encoder).ready(1)).toBeNull();
  expect(encoder.asked).toEqual(['a']);
  expect(await refill([lost('a')], null).ready(0)).toBeNull();
});

test('what cannot be made says why', async () => {
  const encoder = encoderOf((sha256) => {
    if (sha256 === 'a') return false;
    throw new Error('a codec that broke');
  });
  const { ready } = refill(['a', 'b'].map(lost), encoder);
  expect(await ready(0)).toEqual({ code: 'no-original' });
  expect(await ready(1)).toEqual({ code: 'failed', message: 'a codec that broke' });
});

test('once it is stopped nothing is begun', async () => {
  const encoder = encoderOf(() => true);
  const { ready, stop } = refill(['a', 'b', 'c', 'd'].map(lost), encoder);
  await ready(0);
  stop();
  expect(await ready(3)).toBeNull();
  expect(encoder.asked).toEqual(['a', 'b']);
});
