import { afterEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { metrics } from '#src/metrics/registry.js';
import { parseMetricList, selectMetrics } from '#src/metrics/selection.js';
import { openMetricTable } from '#src/metrics/table.js';
import { loadCard } from '#src/models/catalogue.js';
import { locateGraph } from '#src/models/locate.js';
import { temporaryFolder } from '../support/folders.ts';

afterEach(() => void vi.unstubAllEnvs());

const idsOf = async (
  list: string,
  warnings: string[] = [],
  mayLack: string[] = [],
): Promise<string[]> => {
  const table = await openMetricTable();
  const found = await selectMetrics(list, table, (message) => warnings.push(message), mayLack);
  return found.map(({ metric }) => metric.id);
};

describe('selectMetrics', () => {
  test('keeps the order, drops blanks and what came before', async () => {
    expect(await idsOf('ssim, psnr,,ssim')).toEqual(['ssim', 'psnr']);
  });

  test('available is every metric that can be computed here, and names those left out', async () => {
    const warnings: string[] = [];
    const ids = await idsOf('pixelmatch,available', warnings);
    const out = metrics.names.filter((name) => !ids.includes(name));
    expect(ids[0]).toBe('pixelmatch');
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids).toEqual(expect.arrayContaining(['psnr', 'ssim', 'ms-ssim']));
    // One line for all of them.
    expect(warnings.length).toBe(Math.min(1, out.length));
    for (const id of out) expect(warnings[0]).toContain(id);
  });

  test('a usual metric that cannot be computed here is left out with one line, a named one is not', async () => {
    vi.stubEnv('PARETO_MODELS', '');
    vi.stubEnv('PARETO_CACHE', await temporaryFolder());
    const { missing } = await locateGraph(await loadCard('lpips-squeeze'));
    // An export of one's own would be here, too.
    if (missing === null) return expect(await idsOf('lpips-squeeze')).toEqual(['lpips-squeeze']);
    const warnings: string[] = [];
    const usual = 'psnr,lpips-squeeze';
    expect(await idsOf(usual, warnings, ['psnr', 'lpips-squeeze'])).toEqual(['psnr']);
    expect(warnings).toEqual([`lpips-squeeze is left out: ${missing}`]);
    await expect(idsOf(usual)).rejects.toThrow(
      `cannot be computed here: lpips-squeeze: ${missing}`,
    );
  });

  test('all needs every one; of those missing it says what brings them', async () => {
    const missing: string[] = [];
    for (const name of metrics.names) {
      const answer = await (await metrics.load(name)).available();
      if (answer !== true) missing.push(`${name}: ${answer}`);
    }
    if (missing.length === 0) expect(await idsOf('all')).toEqual([...metrics.names]);
    else {
      await expect(idsOf('all')).rejects.toThrow(UsageError);
      await expect(idsOf('all')).rejects.toThrow(missing.join('; '));
      await expect(idsOf('all')).rejects.toThrow("name 'available' to go on without them");
    }
  });
});

describe('parseMetricList', () => {
  test('an unknown name suggests the nearest', () => {
    expect(() => parseMetricList('psnr,sssim')).toThrow(UsageError);
    expect(() => parseMetricList('psnr,sssim')).toThrow(
      "unknown metric 'sssim'; did you mean ssim? known: psnr, psnr-y, ",
    );
    expect(() => parseMetricList('constructor')).toThrow("unknown metric 'constructor'");
  });

  test('an empty list is refused', () => {
    expect(() => parseMetricList(' , ')).toThrow('no metric in');
  });
});
