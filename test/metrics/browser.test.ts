import { expect, test } from 'vitest';
import { metrics } from '#src/metrics/registry.js';
import { describeBrowser, openPage } from '../support/browser.ts';
import { scoreOf } from '../support/score.ts';
import { picture, type Recipe } from './pictures.js';

// The import map names the one package that the classical metrics import, as a bundler would.
const page = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">
{ "imports": { "fastest-levenshtein": "/node_modules/fastest-levenshtein/esm/mod.js" } }
</script><script type="module">
globalThis.score = async ({ id, file, a, b, ...size }) => {
  const metric = Object.values(await import('/dist/metrics/' + file + '.js')).find(
    (each) => each?.id === id,
  );
  const raster = (data) => ({ ...size, data: Uint8Array.from(data) });
  const scorer = await metric.prepare(raster(a));
  return (await scorer.score(raster(b))).value;
};
</script>`;

const recipe: Recipe = { width: 192, height: 170, channels: 3, depth: 8, seed: 21 };

interface Page {
  score(asked: object): Promise<number>;
}

const kernels = {
  psnr: 'psnr',
  ssim: 'ssim/ssim',
  'ssim-pooled': 'ssim/pooled',
  'ms-ssim': 'ssim/multiscale',
  ssimulacra2: 'ssimulacra2/ssimulacra2',
  butteraugli: 'butteraugli/butteraugli',
};

describeBrowser('in a browser', () => {
  test('the kernels give the values that they give in Node', async () => {
    const [original, decoded] = [picture(recipe), picture(recipe, 30)];
    const browser = await openPage(page);
    for (const [id, file] of Object.entries(kernels)) {
      const pair = { ...recipe, a: Array.from(original.data), b: Array.from(decoded.data) };
      const there = await browser.evaluate(
        (asked) => (globalThis as unknown as Page).score(asked),
        { id, file, ...pair },
      );
      // The kernels agree bit for bit; Math.pow of the last step may differ in its last digit.
      const here = await scoreOf(await metrics.load(id), original, decoded);
      expect(Math.abs(there / here - 1), id).toBeLessThan(1e-14);
    }
  });
});
