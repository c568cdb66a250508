import { expect, test } from 'vitest';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { bdTimes } from '#src/page/model/speed-times.js';
import { facts } from '../../support/facts.ts';
import { dataOf, writeSite } from '../site.ts';
import { rd, timing } from '../timed-curves.ts';

test('BD-time against another anchor is what the leaderboard of that anchor has', () => {
  const data = dataOf(writeSite(rd, { timing }));
  const curves = codecCurves(data);
  const [times] = data.timings;
  for (const label of ['jpeg', 'webp']) {
    const { datasets } = buildLeaderboard({
      ...{ rd: tablesOf(rd), timing, facts, describe: () => null, anchor: label },
    });
    const anchor = data.group.curves.findIndex((each) => each.label === label);
    const told = bdTimes(data, curves, { anchor, metric: 'psnr', times: times! });
    for (const [i, { comparisons }] of datasets[0]!.curves.entries()) {
      const wanted = comparisons[0]!.times[0]!.encode.percent;
      // Speeds are rounded to 5 digits.
      expect(told[i]!.encode.percent! - wanted!).toBeCloseTo(0, 0);
      expect((100 + told[i]!.encode.percent!) / (100 + wanted!)).toBeCloseTo(1, 4);
    }
  }
});
