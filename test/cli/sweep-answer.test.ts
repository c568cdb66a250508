import { describe, expect, test } from 'vitest';
import { sweepAnswer } from '#src/cli/sweep-answer.js';
import type { RdRecord } from '#src/results/record.js';
import { metricOf } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

/** Five points of a codec on images, whose PSNR is so much above that of jpeg at the same rate. */
function curve(codec: string, gain: (image: string) => number, images = ['a', 'b', 'c', 'd']) {
  return images.flatMap((image) =>
    [1, 2, 3, 4, 5].map((step) =>
      rdOf({
        ...{ spec: `${codec}:quality=${20 * step}`, image, knob: 'quality' },
        ...{ settings: { quality: 20 * step }, bytes: 625 * step, bpp: step },
        metrics: { psnr: 25 + 5 * Math.log2(step) + gain(image) },
      }),
    ),
  );
}

const half = () => 5;
const answerTo = (rd: readonly RdRecord[], changes: object = {}) =>
  sweepAnswer({
    ...{ rd, timing: [], contents: new Map(), facts: [metricOf('psnr')] },
    configurations: rd.map(({ codec, knob }) => ({ codec, knob })),
    ...changes,
  });

describe('a sweep of jpeg, webp and avif', () => {
  const rd = [...curve('jpeg', () => 0), ...curve('webp', half), ...curve('avif', () => 7.5)];

  test('says who takes the fewest bits, and the others in their order', () => {
    const lines = answerTo(rd)!.split('\n');
    expect(lines[0]).toBe('avif: 64.6 % [64.6, 64.6] fewer bits than jpeg at equal PSNR');
    expect(lines[2]).toBe('set, 4 images: BD-rate by PSNR in %, mean over images [95 % interval]');
    const names = lines.slice(6).map((line) => line.split(/ {2,}/).slice(0, 2));
    expect(names).toEqual([
      ['avif', '-64.6 [-64.6, -64.6]'],
      ['webp', '-50.0 [-50.0, -50.0]'],
      ['jpeg', 'anchor'],
    ]);
    expect(lines.length).toBeLessThan(13);
  });

  test('has speeds where some were timed', () => {
    const timing = [20, 40, 60, 80, 100].map((quality) =>
      timingOf({
        ...{ spec: `webp:quality=${quality}`, image: 'a', knob: 'quality', settings: { quality } },
        encode: [0.1, 0.1],
      }),
    );
    const text = answerTo(rd, { timing })!;
    expect(text).toMatch(/enc MP\/s +dec MP\/s/);
    expect(text).toMatch(/^webp .* 5 +5$/m);
    expect(text).toMatch(/^avif .* - +-$/m);
  });

  test('is by class too, where the images are of several', () => {
    const sha = (image: string) => rdOf({ spec: 'webp', image }).imageSha256;
    const mixed = [...curve('jpeg', () => 0), ...curve('webp', (image) => (image < 'c' ? 5 : -5))];
    const contents = new Map(
      ['a', 'b', 'c', 'd'].map((each) => [sha(each), each < 'c' ? 'maps' : 'screen']),
    );
    const lines = answerTo(mixed, { contents })!.split('\n');
    expect(lines.slice(1, 3)).toEqual([
      'maps (2 images): webp: 50.0 % [50.0, 50.0] fewer bits than jpeg at equal PSNR',
      'screen (2 images): jpeg: none of the others takes fewer bits at equal PSNR',
    ]);
  });
});

test('what cannot be told apart is said, and what is more than ten is counted', () => {
  const spread = (image: string) => (image < 'c' ? 4 : 6);
  const rd = [
    ...curve('jpeg', () => 0),
    ...curve('webp', spread),
    ...curve('avif', half),
    ...[...'abcdefghij'].flatMap((letter) => curve(`x${letter}`, () => -1)),
  ];
  const text = answerTo(rd)!;
  expect(text.split('\n')[0]).toMatch(/^(webp|avif): .*; a tie with (avif|webp)$/);
  expect(text).toMatch(/\nand 3 more$/);
});

test('a tie is of the two, image by image: intervals that overlap are none', () => {
  const spread = (image: string) => (image < 'c' ? 3 : 7);
  const rd = [
    ...curve('jpeg', () => 0),
    ...curve('webp', spread),
    ...curve('avif', (image) => spread(image) + 0.2),
  ];
  const [first] = answerTo(rd)!.split('\n');
  expect(first).toMatch(/^avif: \d+\.\d % \[.*\] fewer bits than jpeg at equal PSNR$/);
});

test('without jpeg the first that has a curve is the anchor', () => {
  const rd = [...curve('webp', () => 0), ...curve('avif', half)];
  expect(answerTo(rd)).toMatch(/^avif: 50\.0 % .* fewer bits than webp at equal PSNR\n/);
});

test('single points cannot be compared', () => {
  const rd = [rdOf({ spec: 'webp', image: 'a' }), rdOf({ spec: 'avif', image: 'a' })];
  expect(answerTo(rd)).toBeNull();
});
