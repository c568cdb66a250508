import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { decodeOriginal } from '#src/optimize/decode-original.js';
import { openJudge } from '#src/optimize/judge.js';
import { quickQualityOf } from '#src/optimize/quick-quality.js';
import { openSource } from '#src/optimize/source.js';
import { qualityOf } from '#src/pick/target.js';
import { picture } from '../support/photos.ts';

describe('quickQualityOf', async () => {
  const metric = await metrics.load('butteraugli-p3');
  const qualityOfPicture = async (image: Parameters<typeof encodePng>[0]) => {
    const source = await openSource(await encodePng(image), 'a.png', { maxPixels: 1e6 });
    const judge = openJudge(source, metric, { maxPixels: 1e6 });
    const quality = await quickQualityOf(source, judge);
    judge.close();
    return quality;
  };

  test('is the quality that a sweep finds of it', async () => {
    const image = picture(96, 64);
    const { bytes } = await encode(image, 'jpeg:quality=75');
    const decoded = await decodeOriginal(bytes, { maxPixels: 1e6 });
    const scorer = await metric.prepare(image);
    const { value } = await scorer.score(decoded);
    scorer.close();
    expect(await qualityOfPicture(image)).toBe(qualityOf(metric, value));
  });

  test('is not known with alpha, and of pictures that the metric does not take', async () => {
    const data = new Uint8Array(64 * 64 * 4);
    const clear = createRaster({ width: 64, height: 64, channels: 4, depth: 8, data });
    expect(await qualityOfPicture(clear)).toBeUndefined();
    expect(await qualityOfPicture(picture(4, 4))).toBeUndefined();
  });
});
