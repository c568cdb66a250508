import { median } from '../../dist/base/statistics.js';
import { metrics } from '../../dist/metrics/registry.js';
import { bench as butteraugli } from './butteraugli.js';
import { photoPair } from './libjxl.js';
import { bench as networks } from './lpips.js';
import { bench as rustPeers } from './rust-peers.js';
import { bench as ssim } from './ssim.js';
import { bench as ssimulacra2 } from './ssimulacra2.js';

const classical = ['psnr', 'ssim', 'ms-ssim', 'ssimulacra2', 'butteraugli'];
const rounds = 15;

/** Every metric in one thread: each beside its peers, and the five classical ones together. */
export async function bench() {
  return [
    ...(await benchTogether()),
    ...(await ssim()),
    ...(await ssimulacra2()),
    ...(await butteraugli()),
    ...(await rustPeers()),
    ...(await networks()),
  ];
}

/** The five of one pair, whole and against an original that is prepared. */
async function benchTogether() {
  const { original, decoded } = await photoPair();
  const loaded = await Promise.all(classical.map((id) => metrics.load(id)));
  /** @type {{ prepare: number[], score: number[] }} */
  const ms = { prepare: [], score: [] };
  for (let round = 0; round < 2 * rounds; round++) {
    let [prepare, score] = [0, 0];
    for (const metric of loaded) {
      const start = performance.now();
      const scorer = await metric.prepare(original);
      // The first score brings the original to the pair's layout, which is preparing as well.
      await scorer.score(decoded);
      const middle = performance.now();
      await scorer.score(decoded);
      const end = performance.now();
      scorer.close();
      prepare += middle - start - (end - middle);
      score += end - middle;
    }
    if (round < rounds) continue;
    ms.prepare.push(prepare);
    ms.score.push(score);
  }
  const [prepare, score] = [median(ms.prepare), median(ms.score)];
  const { width, height } = original;
  return [
    {
      what: `${classical.join(', ')} together, ${width}x${height} RGB, one thread`,
      value: `${(prepare + score).toFixed(0)} ms`,
      bound: 'below 250 ms',
    },
    {
      what: 'the same for a further picture of a prepared original',
      value: `${score.toFixed(0)} ms, ${((100 * prepare) / (prepare + score)).toFixed(0)} % saved`,
      bound: 'the original prepared once',
    },
  ];
}
