import path from 'node:path';
import { benchDataset, inScratch, timeProgram } from './report.js';

/** The share of a rate-distortion sweep that is spent neither in codecs nor in metrics. */
export async function bench() {
  const dataset = await benchDataset();
  return inScratch(async (folder) => {
    const args = ['sweep', '--codec', 'jpeg', '--dataset', dataset, '--metrics', 'psnr,ssim'];
    const { stdout } = await timeProgram(
      [...args, '--out', path.join(folder, 'results'), '--json'],
      folder,
    );
    const { rd } = JSON.parse(stdout);
    const { codec, metrics } = rd.busy;
    const capacity = rd.seconds * rd.workers;
    return [
      {
        what: `jpeg on ${dataset}, ${rd.measured} jobs, ${rd.workers} workers, ${rd.seconds.toFixed(1)} s: besides codecs and metrics`,
        value: `${((100 * (capacity - codec - metrics)) / capacity).toFixed(1)} %`,
        bound: 'at most 5 %',
      },
    ];
  });
}
