import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { resolveSettings } from '../../dist/base/params.js';
import { webp } from '../../dist/codecs/webp.js';
import { openDataset } from '../../dist/datasets/dataset.js';
import { savePng } from '../../dist/image/files/save.js';
import { createRaster } from '../../dist/image/raster.js';
import { rdKey } from '../../dist/results/key.js';
import { configurationOf } from '../../dist/sweeps/one-configuration.js';
import { writeRecords } from './records.js';
import { inScratch, timeProgram } from './report.js';

/** Starts a sweep of 10,000 records that are all there: 100 images at 100 qualities. */
export async function bench() {
  return inScratch(async (folder) => {
    const photos = path.join(folder, 'bench');
    const results = path.join(folder, 'results');
    mkdirSync(photos);
    for (let n = 0; n < 100; n++) {
      const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * (n + 1)) % 251);
      const image = createRaster({ width: 64, height: 64, channels: 3, depth: 8, data });
      await savePng(path.join(photos, `p${n}.png`), image);
    }
    const { images } = await openDataset(photos);
    const qualities = Array.from({ length: 100 }, (_, i) => i + 1);
    const configurations = qualities.map((quality) =>
      configurationOf(webp, resolveSettings('webp', webp.params, { quality })),
    );
    const args = ['sweep', '--codec', 'webp', '--quality', qualities.join(','), '--json'];
    // Of the version that the records have.
    args.push('--metrics', 'psnr');
    const common = ['--dataset', photos, '--out', results];
    await timeProgram(['sweep', '--codec', 'raw', ...common], folder);
    const subjects = configurations.flatMap(({ identity, settings }) =>
      images.map(({ name, sha256 }) => ({
        key: rdKey(identity, sha256, null),
        quality: Number(settings['quality']),
        image: name,
        imageSha256: sha256,
      })),
    );
    writeRecords(path.join(results, 'rd', 'bench', 'webp.jsonl'), subjects);
    const { seconds, stdout } = await timeProgram([...args, ...common], folder);
    const { rd } = JSON.parse(stdout);
    if (rd !== null) throw new Error(`${rd.measured} jobs ran that were finished`);
    return [
      {
        what: 'a sweep of 10,000 finished records, as a whole process',
        value: `${seconds.toFixed(2)} s`,
        bound: 'under 2 s',
      },
    ];
  });
}
