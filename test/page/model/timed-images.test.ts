import { expect, test } from 'vitest';
import { timedImages, timedSentence } from '#src/page/model/timed-images.js';
import { timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

const rd = curveOf('jpeg', { images: 3 });
const timed = (images: number, crop: string | null) =>
  rd
    .filter(({ image }) => Number(image.slice(1)) <= images)
    .map(({ codec, spec, settings, knob, engine, image, imageSha256 }) =>
      timingOf({
        ...{ codec, spec, settings, knob, engine, image, imageSha256, crop },
        encode: [0.1, 0.1],
      }),
    );

test('times of fewer images than rates say so, with their crop', () => {
  const data = dataOf(writeSite(rd, { timing: timed(2, '512x512') }));
  expect(timedImages(data, 0)).toBe('2 of 3 images');
  expect(timedSentence(data, 0)).toBe(' Times: 2 of 3 images, cut to 512x512.');
  const whole = dataOf(writeSite(rd, { timing: timed(2, null) }));
  expect(timedSentence(whole, 0)).toBe(' Times: 2 of 3 images.');
});

test('of the same images there is nothing to say, nor without times', () => {
  const data = dataOf(writeSite(rd, { timing: timed(3, null) }));
  expect([timedImages(data, 0), timedSentence(data, 0)]).toEqual([null, '']);
  expect([timedImages(data, null), timedSentence(data, null)]).toEqual([null, '']);
});
