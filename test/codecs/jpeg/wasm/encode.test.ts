import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { sharp } from '#src/image/files/sharp.js';
import { distance } from './planes.ts';
import { cjpeg, djpeg, scene, testWithDjpeg } from './programs.ts';

const pipeline = await openJpegPipeline();

testWithDjpeg('is as near to the planes as cjpeg is, in as many bytes', () => {
  for (const sample of ['1x1', '2x1', '1x2', '2x2', '4x1', 'grey']) {
    const layout = sample === 'grey' ? ['-grayscale'] : ['-sample', sample];
    const original = cjpeg(scene(161, 127), '-quality', '100', ...layout);
    const reading = ['-nosmooth', ...(sample === 'grey' ? ['-grayscale'] : [])];
    const wanted = djpeg(original, ...reading).data;
    for (const quality of [1, 75, 100]) {
      for (const optimise of [false, true]) {
        const file = pipeline.encode(pipeline.decode(original), { quality, optimise });
        const same = ['-quality', `${quality}`, '-baseline', ...layout];
        const expected = cjpeg(scene(161, 127), ...same, ...(optimise ? ['-optimize'] : []));
        const [own, other] = [file, expected].map(
          (bytes) => distance(djpeg(bytes, ...reading).data, wanted).mean,
        );
        expect(own).toBeLessThan(1.02 * other! + 0.3);
        expect(file.length / expected.length).toBeLessThan(1.06);
        expect(file.length / expected.length).toBeGreaterThan(0.96);
      }
    }
  }
});

test('hands over the segments that it is given', async () => {
  const { data } = scene(30, 20);
  const source = new Uint8Array(
    await sharp(data, { raw: { width: 30, height: 20, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer(),
  );
  const { exif, icc } = pipeline.readHead(source);
  const segments = [exif!, ...icc].map(({ start, end }) => source.slice(start, end));
  const file = pipeline.encode(pipeline.decode(source), { segments });
  const found = await sharp(file).metadata();
  const given = await sharp(source).metadata();
  expect(found).toMatchObject({ width: 30, height: 20, orientation: 6, icc: given.icc });
  expect(pipeline.readHead(file)).toMatchObject({ orientation: 6, sampling: '4:2:0' });
});
