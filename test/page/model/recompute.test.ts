import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { codecCurves, compareAll } from '#src/page/model/recompute.js';
import { metricsOf } from '#src/page/model/selection.js';
import { dataOf, useShippedSite } from '../site.ts';

const shipped = useShippedSite();

test.each(['webp', 'vvc'])(
  'with %s as anchor the page has what leaderboard.json would have',
  (anchor) => {
    const data = dataOf(shipped());
    const wanted = shipped().boardOf(anchor).datasets[0]!;
    const place = wanted.curves.findIndex(({ label }) => label === anchor);
    const curves = codecCurves(data);
    let compared = 0;
    for (const metric of metricsOf(data.group)) {
      const all = compareAll(data, curves, { anchor: place, metric, bootstrap: defaultBootstrap });
      for (const [i, found] of all.entries()) {
        const { label, comparisons } = wanted.curves[i]!;
        const { percent, overlap, reason, images } = comparisons.find((c) => c.metric === metric)!;
        const where = `${label} ${metric}`;
        expect(found.reason, where).toBe(reason);
        expectNear(found.percent, percent, where);
        expectNear(found.overlap, overlap, where);
        for (const name of ['percent', 'low', 'high', 'n', 'of'] as const) {
          expectNear(found.images?.[name], images?.[name], `${where} ${name}`);
        }
        if (images !== null) compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(60);
  },
);

test('of its own anchor it is what leaderboard.json says', () => {
  const site = shipped();
  const data = dataOf(site);
  const anchor = data.group.curves.findIndex(({ label }) => label === 'jpeg');
  const bootstrap = defaultBootstrap;
  const all = compareAll(data, codecCurves(data), { anchor, metric: 'psnr', bootstrap });
  const wanted = site.board.datasets[0]!.curves.map(({ comparisons }) =>
    comparisons.find(({ metric }) => metric === 'psnr'),
  );
  expect(all).toEqual(wanted);
});

function expectNear(
  found: number | null | undefined,
  wanted: number | null | undefined,
  where: string,
): void {
  if (wanted === null || wanted === undefined) expect(found, where).toBe(wanted);
  // The values of the images are kept to 9 digits.
  else expect(Math.abs(found! - wanted), where).toBeLessThan(1e-6 * Math.max(1, Math.abs(wanted)));
}
