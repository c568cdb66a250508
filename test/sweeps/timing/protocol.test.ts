import { expect, test } from 'vitest';
import { fromTiming, toTiming } from '#src/sweeps/timing/protocol.js';

const setup = {
  images: [{ sha256: 'a'.repeat(64), path: '/a.png' }],
  ...{ crop: null, threads: 1, maxPixels: 1000, lenient: false },
};
const pass = { configuration: 0, codec: 'raw', settings: {} };
const half = { total: 1, cpu: 1, stages: { encode: 1 } };
const sample = { width: 2, height: 1, bytes: 0, encode: half, decode: { ...half, reported: null } };
const failed = { stage: 'encode', message: 'no', image: 0 };

test('the process is told its set-up, then passes to make', () => {
  for (const message of [{ setup }, { pass }]) expect(toTiming.parse(message)).toEqual(message);
  const wrong = [
    {},
    ...[{ threads: 0 }, { maxPixels: 0 }, { crop: 5 }].map((change) => ({
      setup: { ...setup, ...change },
    })),
    { pass: { ...pass, configuration: -1 } },
    { pass: { ...pass, codec: undefined } },
  ];
  for (const message of wrong) expect(toTiming.safeParse(message).success).toBe(false);
});

test('it answers samples, or why there are none', () => {
  for (const message of [{ samples: [sample, sample] }, { samples: [] }, { failed }]) {
    expect(fromTiming.parse(message)).toEqual(message);
  }
  expect(fromTiming.parse({ failed: { ...failed, image: null } })).toMatchObject({
    failed: { image: null },
  });
  const wrong = [
    {},
    ...[{ width: 0 }, { height: 0.5 }, { bytes: -1 }, { encode: { total: 1 } }].map((change) => ({
      samples: [{ ...sample, ...change }],
    })),
    { failed: { ...failed, image: -1 } },
    { failed: { ...failed, stage: 'lunch' } },
  ];
  for (const message of wrong) expect(fromTiming.safeParse(message).success).toBe(false);
});
