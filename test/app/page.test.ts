import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { formatBpp, formatPercent } from '#src/page/model/format.js';
import { serveFolder } from '#src/page/write/serve.js';
import {
  chartDrawn,
  column,
  curveOf,
  useBrowser,
  useShippedSite,
  writeSite,
} from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { failedRdOf, rdOf } from '../support/records.ts';

const metrics = ['psnr', 'ms-ssim', 'butteraugli'];
const some = [
  ...curveOf('jpeg', { metrics }),
  ...curveOf('webp', { metrics, factor: 0.7 }),
  ...curveOf('avif', { metrics, factor: 0.5 }),
];

/** What the first point of a chart tells where the pointer is on it. */
async function pointedAt(page: Page): Promise<Locator> {
  const box = (await page.locator('.scatterlayer .point').first().boundingBox())!;
  await page.mouse.move(box.x - 20, box.y);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
  const label = page.locator('.hoverlayer .hovertext').first();
  await label.waitFor();
  return label;
}

/** Relative luminance of `rgb(r, g, b)`, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = colour.match(/\d+/g)!.map((sample) => {
    const value = Number(sample) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describeBrowser('the page', () => {
  const open = useBrowser();
  const shipped = useShippedSite();

  test('opens from the file system and from a server, and complains of nothing', async () => {
    const { folder, url } = writeSite(some);
    const served = await serveFolder(folder);
    for (const address of [url, served.url]) {
      const { page, errors } = await open(`${address}#view=board`);
      expect(await column(page, 'name'), address).toEqual(['avif', 'webp', 'jpeg']);
      await page.getByRole('link', { name: 'RD curves' }).click();
      await chartDrawn(page);
      expect(errors).toEqual([]);
    }
    await served.close();
  });

  test('has the figures of leaderboard.json', async () => {
    const { url, board } = shipped();
    const { page } = await open(`${url}#view=board&metric=psnr&board.at=psnr%4035`);
    const { curves } = board.datasets[0]!;
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(curves.length);
    for (const { label, comparisons, bpp } of curves) {
      const cells = page.locator(`tr[data-key="${label}"]`);
      const { images } = comparisons.find(({ metric }) => metric === 'psnr')!;
      const rate = bpp['psnr']!['35'];
      const told = plain(await cells.locator('.bd').innerText());
      const wanted = images && [
        formatPercent(images.percent),
        `${formatPercent(images.low)} … ${formatPercent(images.high)}`,
      ];
      expect(told, label).toEqual(wanted ?? ['–']);
      const at = await cells.locator('.bpp').innerText();
      expect(at, label).toBe(rate == null ? '–' : formatBpp(rate));
    }
  });

  test('has the figures that leaderboard.json has with another anchor', async () => {
    const { url, boardOf } = shipped();
    const wanted = boardOf('webp').datasets[0]!.curves;
    const { page } = await open(`${url}#view=board`);
    await page.getByLabel('Anchor').selectOption('webp');
    await page.getByLabel('Metric').selectOption('butteraugli');
    for (const { label, comparisons } of wanted) {
      const { images } = comparisons.find(({ metric }) => metric === 'butteraugli')!;
      const cell = page.locator(`tr[data-key="${label}"] .bd .figure`);
      const told = (await cell.count()) === 0 ? null : plain(await cell.innerText());
      expect(told, label).toEqual(images && [formatPercent(images.percent)]);
    }
  });

  test('shows text as text, whatever it is', async () => {
    const markup = '<img src=x onerror="globalThis.hit=1">';
    const evil = curveOf(markup, { factor: 0.8, settings: '<i>s</i>' }).map((record) => ({
      ...record,
      dataset: `${markup}&amp;`,
      engine: { name: `<b>${markup}`, version: `'"\\u2028\\`, runtime: 'cli' as const },
      image: `<svg onload=globalThis.hit=2>${record.image}`,
      metrics: { ...record.metrics, [`${markup}m`]: 3 },
    }));
    const { spec, dataset } = evil[0]!;
    const broken = failedRdOf({ spec, dataset, image: '<u>broken', codec: markup });
    const { url } = writeSite([...evil, { ...evil[0]!, ...broken, settings: evil[0]!.settings }]);
    const { page, errors } = await open(`${url}#view=board`);
    expect(await page.locator('h1').innerText()).toContain(markup);
    expect(await page.locator('tbody .name').first().innerText()).toBe(markup);
    await page.locator('tbody .codec a').first().click();
    await page.getByLabel('Low qualities too').check();
    await chartDrawn(page);
    const hover = await pointedAt(page);
    expect(await hover.textContent()).toContain('<i>s</i>');
    expect(await page.locator('img, i, u, b > img, svg[onload], .hoverlayer a').count()).toBe(0);
    expect(await page.evaluate('globalThis.hit')).toBeUndefined();
    expect(errors).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'what a point tells can be read, %s',
    async (colorScheme) => {
      const { url } = writeSite(curveOf('webp'));
      const { page } = await open(`${url}#view=curves&curves.all=1`, { colorScheme });
      await chartDrawn(page);
      await pointedAt(page);
      const fills: string[] = await page.evaluate(
        `['text', 'path'].map((part) =>
        getComputedStyle(document.querySelector('.hoverlayer .hovertext ' + part)).fill)`,
      );
      const [ink, paper] = fills.map(luminance);
      const [darker, lighter] = [ink!, paper!].sort((a, b) => a - b);
      // Of WCAG 2.2, at level AA.
      expect((lighter! + 0.05) / (darker! + 0.05)).toBeGreaterThan(4.5);
    },
  );

  test('results of none, of one point, of failures alone', async () => {
    const none = await open(writeSite([]).url);
    expect(await none.page.locator('main').innerText()).toContain('npx pareto sweep');
    expect(none.errors).toEqual([]);

    const spec = 'jpeg:quality=1';
    const one = await open(`${writeSite([rdOf({ spec, image: 'a' })]).url}#view=board`);
    expect(await one.page.locator('.bd .none').getAttribute('data-reason')).toContain(
      '4 are needed',
    );
    await one.page.getByRole('link', { name: 'RD curves' }).click();
    await chartDrawn(one.page);
    expect(one.errors).toEqual([]);

    const failed = await open(`${writeSite([failedRdOf({ spec, image: 'a' })]).url}#view=board`);
    expect(await failed.page.locator('main').innerText()).toContain('No curve was measured');
    expect(await failed.page.locator('.notes').innerText()).toContain('its job failed');
    await failed.page.getByRole('link', { name: 'RD curves' }).click();
    await failed.page.locator('.plot').waitFor();
    expect(failed.errors).toEqual([]);
  });

  test('incomplete curves and curves of another version of the metric are not ranked', async () => {
    const partial = curveOf('avif', { factor: 0.4 }).filter(({ image }) => image !== 'p2');
    const failure = failedRdOf({ spec: partial[0]!.spec, image: 'p2', codec: 'avif' });
    const other = curveOf('jxl', { factor: 0.3 }).map((record) => ({
      ...record,
      metricVersions: { psnr: '2' },
    }));
    const records = [
      ...curveOf('jpeg'),
      ...curveOf('webp', { factor: 0.7 }),
      ...partial,
      { ...failure, settings: partial[0]!.settings, knob: 'quality' },
      ...other,
    ];
    const { page } = await open(`${writeSite(records).url}#view=board`);
    expect(await column(page, 'name')).toEqual(['webp', 'jpeg', 'jxl', 'avif']);
    expect(await column(page, 'rank')).toEqual(['1', '2', '', '']);
    expect(await page.locator('tr[data-key="avif"] .badge').innerText()).toBe('2/3');
    const why = await page.locator('tr[data-key="jxl"] .bd .none').getAttribute('data-reason');
    expect(why).toContain('version');
    const notes = await page.locator('.notes').innerText();
    expect(notes).toContain('avif 2 of 3 images: shown, not ranked');
    expect(notes).toContain('avif 1 job failed');
  });
});

/** The lines of a cell, without the mark of a warning. */
function plain(text: string): string[] {
  const lines = text.replace('*', '').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}
