import { hash } from 'node:crypto';
import path from 'node:path';
import { codecKey } from '../../dist/results/identity.js';
import { rdKey } from '../../dist/results/key.js';
import { rdOutlinesIn } from '../../dist/results/rd-outlines.js';
import { planRd } from '../../dist/sweeps/plan.js';
import { writeRecords } from './records.js';
import { inScratch } from './report.js';

/** Plans a million jobs against a million stored records, half of which are theirs. */
export async function bench() {
  const engine = /** @type {const} */ ({ name: 'libwebp', version: '1.6.0', runtime: 'native' });
  const images = Array.from({ length: 1000 }, (_, n) => ({
    name: `image${n}`,
    path: `/image${n}.png`,
    sha256: hash('sha256', `image ${n}`),
    bytes: 1,
  }));
  const configurations = Array.from({ length: 1000 }, (_, quality) => ({
    codec: 'webp',
    source: 'webp',
    input: /** @type {const} */ ('samples'),
    spec: `webp:quality=${quality}`,
    settings: { quality },
    knob: 'quality',
    engine,
    identity: codecKey({ codec: 'webp', engine, settings: { quality } }),
  }));
  return inScratch(async (folder) => {
    const file = path.join(folder, 'webp.jsonl');
    writeRecords(file, subjects());
    const start = performance.now();
    const plan = planRd({
      configurations,
      images,
      crop: null,
      metrics: { psnr: '1', ssim: '1' },
      stored: rdOutlinesIn(() => file, console.warn),
      seed: 1,
    });
    const seconds = (performance.now() - start) / 1000;
    const peak = process.resourceUsage().maxRSS / 1024 / 1024;
    return [
      {
        what: `reading 1,000,000 records and planning 1,000,000 jobs, ${plan.finished} of them finished`,
        value: `${seconds.toFixed(1)} s`,
        bound: 'under 10 s',
      },
      { what: 'peak memory of the process', value: `${peak.toFixed(2)} GiB`, bound: 'under 1 GB' },
    ];

    function* subjects() {
      for (const [index, { identity, settings }] of configurations.entries()) {
        for (const { name, sha256 } of images) {
          const version = index % 2 === 0 ? identity : `older ${identity}`;
          const key = rdKey(version, sha256, null);
          yield { key, quality: settings.quality, image: name, imageSha256: sha256 };
        }
      }
    }
  });
}
