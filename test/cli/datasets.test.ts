import { expect, test, vi } from 'vitest';
import { datasetsCommand } from '#src/cli/datasets.js';
import { listDatasets } from '#src/datasets/catalogue.js';
import { printedBy } from '../support/printed.ts';
import { scratch } from '../support/scratch.ts';

test('as JSON all that is known of them; as text where they are, or that they are missing', async () => {
  vi.stubEnv('PARETO_CACHE', scratch());
  try {
    const json = await printedBy(() => datasetsCommand({ json: true }));
    const datasets = await listDatasets();
    expect(JSON.parse(json.out)).toEqual(datasets);
    const { out } = await printedBy(() => datasetsCommand({ json: false }));
    expect(out).toMatch(/^sample: \S.*[/\\]datasets[/\\]sample$/m);
    const rows = out.split('\n');
    for (const { id, missing } of datasets.filter((each) => each.missing > 0)) {
      const row = rows.find((line) => line.startsWith(`${id}: `));
      expect(row).toMatch(new RegExp(`; ${missing} files missing; a sweep downloads`));
    }
    expect(out).toMatch(/\n\nAny folder of images is a data set too: --dataset \.\/photos\n$/);
  } finally {
    vi.unstubAllEnvs();
  }
});
