import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { sharp } from '#src/image/files/sharp.js';
import { distance } from './planes.ts';
import { cjpeg, djpeg, scene, testWithDjpeg } from './programs.ts';

const pipeline = await openJpegPipeline();

testWithDjpeg('writes about what cjpeg writes from the same planes, read by djpeg', () => {
  for (const sample of ['1x1', '2x1', '1x2', '2x2', '4x1', 'grey']) {
    const layout = sample === 'grey' ? ['-grayscale'] : ['-sample', sample];
    for (const quality of [1, 30, 75, 95, 100]) {
      const original = cjpeg(scene(101, 67), '-quality', '100', ...layout);
      const planes = pipeline.decode(original);
      for (const optimise of [false, true]) {
        const file = pipeline.encode(planes, { quality, optimise });
        const same = ['-quality', `${quality}`, '-baseline', ...layout];
        const expected = cjpeg(scene(101, 67), ...same, ...(optimise ? ['-optimize'] : []));
        const options = ['-nosmooth', ...(sample === 'grey' ? ['-grayscale'] : [])];
        const apart = distance(djpeg(file, ...options).data, djpeg(expected, ...options).data);
        expect(apart.mean).toBeLessThan(quality === 1 ? 3 : 1.2);
        expect(file.length / expected.length).toBeLessThan(1.03);
        expect(file.length / expected.length).toBeGreaterThan(0.97);
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
