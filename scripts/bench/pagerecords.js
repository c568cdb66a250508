import { hash } from 'node:crypto';
import { rdRecord, timingRecord } from '../../dist/results/record.js';

/**
 * How many of each there are.
 * @typedef {{ curves: number, images: number, points: number }} Size
 */

const sha256 = hash('sha256', '');

const subject = {
  ...{ schema: 1, protocol: 1, key: sha256, codec: '', spec: '', settings: {}, knob: 'quality' },
  engine: { name: 'lib', version: '1.0', runtime: 'native' },
  ...{ dataset: 'bench', image: '', imageSha256: sha256, crop: null, width: 768, height: 512 },
  ...{ error: null, version: '0.1.0', commit: null, at: '2026-01-01T00:00:00Z' },
};

/**
 * Records of smooth curves that differ a little by codec and image.
 * @param {Size} size
 */
export function rdRecords(size) {
  const template = rdRecord.parse({
    ...subject,
    ...{ kind: 'rd', bytes: 1, bpp: 1, bitstreamSha256: null, conversion: null, exact: false },
    ...{ metrics: {}, metricVersions: {}, metricErrors: {} },
  });
  return jobs(size, (job, { curve, point, image }) => {
    const bytes = Math.round(
      4000 * Math.exp(0.3 * point) * (1 + curve / 100) * (1 + ((image * 7) % 5) / 10),
    );
    const wave = Math.sin(curve + 2 * image);
    return {
      ...template,
      ...job,
      bytes,
      bpp: (8 * bytes) / (768 * 512),
      metrics: {
        psnr: 26 + 1.4 * point + wave,
        ssimulacra2: 10 + 75 * (1 - Math.exp(-point / 4)) + wave,
        'ms-ssim': 1 - 0.1 * Math.exp(-point / 3) - 0.001 * wave,
      },
      metricVersions: { psnr: '1', ssimulacra2: '1', 'ms-ssim': '1' },
    };
  });
}

/**
 * Records of times of the same jobs, in five stages, three passes each.
 * @param {Size} size
 */
export function timingRecords(size) {
  const none = { total: [], cpu: [], stages: {} };
  const template = timingRecord.parse({
    ...subject,
    ...{ kind: 'timing', testbed: 'bench', node: '20.20.0', threads: 1, passes: 3, seed: 1 },
    ...{ bytes: 1, setupSeconds: 0.01, encode: none, decode: none },
    peakBytes: { encode: 2 ** 27, decode: 2 ** 26, idle: 2 ** 25, image: 'image0' },
  });
  return jobs(size, (job, { curve, point, image }) => {
    // The more bytes, the faster by and large: some curves are on the front and others behind it.
    const slowness = size.curves - curve + ((curve * 7) % 13);
    const seconds = 0.02 * 1.08 ** slowness * (1 + point / 20 + image / 100);
    return {
      ...template,
      ...job,
      encode: samplesOf(seconds, ['prepare', 'analysis', 'transfer', 'entropy', 'other'], curve),
      decode: samplesOf(
        seconds / (2 + (curve % 5)),
        ['entropy', 'transfer', 'synthesis', 'finish', 'other'],
        curve,
      ),
    };
  });
}

/**
 * Three passes, with stages of various lengths.
 * @param {number} seconds
 * @param {string[]} stages
 * @param {number} curve
 */
function samplesOf(seconds, stages, curve) {
  const total = [0.99, 1, 1.02].map((factor) => factor * seconds);
  const lengths = stages.map((_, i) => 1 + ((curve + 3 * i) % 4));
  const sum = lengths.reduce((all, each) => all + each, 0);
  const parts = stages.map((stage, i) => [
    stage,
    total.map((pass) => (pass * (lengths[i] ?? 0)) / sum),
  ]);
  return { total, cpu: total, stages: Object.fromEntries(parts) };
}

/**
 * A record of every image at every point of every curve.
 * @template T
 * @param {Size} size
 * @param {(job: object, place: { curve: number, point: number, image: number }) => T} recordOf
 */
function jobs({ curves, images, points }, recordOf) {
  const count = (/** @type {number} */ length) => Array.from({ length }, (_, i) => i);
  return count(curves).flatMap((curve) =>
    count(points).flatMap((point) =>
      count(images).map((image) => {
        const quality = 5 + 8 * point;
        const job = {
          codec: `codec${curve}`,
          spec: `codec${curve}:quality=${quality}`,
          settings: { quality },
          image: `image${image}`,
          imageSha256: hash('sha256', `image${image}`),
        };
        return recordOf(job, { curve, point, image });
      }),
    ),
  );
}
