import path from 'node:path';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

describeShared('pictures with alpha', () => {
  test('lossless codecs without alpha are infinite, not exact, and named in the row', async () => {
    const folder = scratch();
    const { status, stdout } = await runPareto(
      [
        'sweep',
        ...['--codec', 'png,jpegls:lossless=true,jpeg2000:lossless=true'],
        ...['--dataset', shared('cases/alpha/set-alpha'), '--metrics', 'psnr'],
        ...['--out', path.join(folder, 'out')],
      ],
      { cache: path.join(folder, 'cache') },
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^png .* exact$/m);
    for (const codec of ['jpegls', 'jpeg2000']) {
      expect(stdout).toMatch(new RegExp(`^${codec}:lossless=true .* infinite +alpha lost$`, 'm'));
    }
  });

  test('a grey logo and none at all are not the same', async () => {
    const pair = ['logo-grey.png', 'logo-none.png'].map((name) => shared('cases/alpha', name));
    const { stdout } = await runPareto(
      ['score', ...pair, '--metrics', 'psnr,psnr-y,ssim,ssim-pooled,ssimjs,pixelmatch', '--json'],
      { cache: scratch() },
    );
    const { exact, alpha, metrics } = JSON.parse(stdout);
    expect([exact, alpha, metrics.pixelmatch]).toEqual([false, 'differs', 0.25]);
    expect(metrics.psnr).toBeLessThan(13);
    for (const id of ['ssim', 'ssim-pooled', 'ssimjs']) expect(metrics[id], id).toBeLessThan(0.5);
  });
});
