import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { curveOf, useBrowser, writeSite } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { estimateOf, rdOf } from '../support/records.ts';

const markup = '<img src=x onerror="globalThis.hit=1">';
const images = ['a', 'b', 'c'];
const sizes = images.map((image) => rdOf({ spec: 'webp', image, bytes: 2500 }));
const estimates = images.flatMap((image, n) =>
  ['auto', 'tiles', 'header', 'exact'].map((estimator, nth) =>
    estimateOf({
      ...{ spec: 'webp', image, estimator, chosen: estimator },
      predictedBytes: 2500 + (3 - nth) * (n + 1) * 40,
      took: { seconds: 0.1 * (nth + 1), cpuSeconds: 0.1 * (nth + 1) },
    }),
  ),
);

describeBrowser('the view of estimates', () => {
  const open = useBrowser();

  test('shows the figures of leaderboard.json in three charts and a table', async () => {
    const { url, board } = writeSite([...sizes, ...curveOf('jpeg')], { estimates });
    const { page, errors } = await open(`${url}#view=estimates`);
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBeGreaterThan(10);
    const front = await page.locator('.note').first().innerText();
    expect(front).toBe('On the Pareto front, from fast to slow: auto, tiles, header, exact.');
    const row = board.estimates.find(({ estimator }) => estimator === 'tiles')!;
    const cells = await page
      .locator('tbody tr', { hasText: 'tiles' })
      .locator('td')
      .allInnerTexts();
    expect(cells[1]).toBe((100 * row.meanAbsoluteError!).toPrecision(3));
    expect(cells[5]).toBe('100 % of 3');
    expect(errors).toEqual([]);
  });

  test('keeps what was chosen in the address, by the keyboard too, and saves its points', async () => {
    const screens = estimates.map((each) => ({
      ...each,
      ...{ content: 'screen' as const, dataset: 'other', predictedBytes: 5000 },
    }));
    const { url } = writeSite(sizes, { estimates: [...estimates, ...screens] });
    const { page, errors } = await open(`${url}#view=estimates`);
    await page.getByLabel('Class of content').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => new URL(page.url()).hash).toContain('estimates.class=screen');
    await page.getByLabel('Estimator', { exact: true }).selectOption('tiles');
    await page.reload();
    await expect.poll(() => page.getByLabel('Class of content').inputValue()).toBe('screen');
    expect(await page.getByLabel('Estimator', { exact: true }).inputValue()).toBe('tiles');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).nth(1).click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.trim().split('\r\n')).toHaveLength(1 + 3);
    expect(csv).toContain('tiles,webp,,screen,<0.5,other,a,2500,5000,2000,3000,medium,0.2');
    expect(errors).toEqual([]);
  });

  test('without any record it says how to make some', async () => {
    const { url } = writeSite(curveOf('jpeg'));
    const { page, errors } = await open(`${url}#view=estimates`);
    expect(await page.locator('main').innerText()).toContain(
      'npx pareto estimate --compare --dataset path/to/set --codec webp,avif,jxl',
    );
    expect(errors).toEqual([]);
  });

  test('shows text as text, and fits a narrow screen in the light and in the dark', async () => {
    const evil = estimates.map((each) => ({
      ...each,
      ...{ estimator: `${each.estimator}${markup}`, chosen: `${each.estimator}${markup}` },
    }));
    const { url } = writeSite(sizes, { estimates: evil });
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, errors } = await open(`${url}#view=estimates`, {
        ...{ colorScheme, viewport: { width: 390, height: 800 } },
      });
      await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBeGreaterThan(10);
      expect(await page.locator('main').textContent()).toContain('<img src=x');
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.evaluate('globalThis.hit')).toBeUndefined();
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wide).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
    }
  });
});
