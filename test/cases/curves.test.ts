import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

describeShared('a set with a thumbnail', () => {
  test('it takes the BD-rate by ms-ssim from no curve: that is over the others, marked', async () => {
    const folder = scratch();
    const out = path.join(folder, 'out');
    const cache = { cache: path.join(folder, 'cache') };
    const measured = await runPareto(
      [
        ...['sweep', '--codec', 'jpeg,jxl', '--quality', '30,50,70,90', '--out', out],
        ...['--dataset', shared('cases/curves/set-thumb'), '--metrics', 'psnr,ms-ssim'],
      ],
      cache,
    );
    expect(measured.status).toBe(0);
    const { stdout } = await runPareto(['leaderboard', '--out', out, '--pictures', 'none'], cache);
    expect(stdout).toMatch(/^jxl .*\(3\/4\) \/ -\d+\.\d\d \(3\/4\)/m);
    const board = JSON.parse(readFileSync(path.join(out, 'leaderboard.json'), 'utf8'));
    const found = (codec: string) =>
      board.datasets[0].curves
        .find((curve: { codec: string }) => curve.codec === codec)
        .comparisons.find(({ metric }: { metric: string }) => metric === 'ms-ssim');
    expect(found('jxl')).toMatchObject({ over: { n: 3, of: 4 }, images: { n: 3, of: 4 } });
    expect(found('jxl').percent).toBeLessThan(-20);
    expect(found('raw').reason).toBe(
      'the test has infinite ms-ssim on every image: there is no quality to compare at',
    );
  });
});
