import { readFileSync } from 'node:fs';
import { devices, type Locator, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { formatPercent } from '#src/page/model/format.js';
import type { ReferenceCurve } from '#src/results/reference.js';
import { chartDrawn, column, curveOf, useBrowser, writeSite } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { timingOf } from '../support/records.ts';

const metrics = ['psnr', 'ms-ssim', 'butteraugli'];
const some = [
  ...curveOf('jpeg', { metrics }),
  ...curveOf('webp', { metrics, factor: 0.7 }),
  ...curveOf('avif', { metrics, factor: 0.5 }),
  ...curveOf('avif', { metrics, factor: 0.6, settings: 'fast' }),
];

/** The tenth of a second that the page is built for is not asserted: `npm run bench page` measures it. */
describeBrowser('using the page', () => {
  const open = useBrowser();

  test('sorts by a click and by the keyboard, the other way round by another', async () => {
    const { page } = await open(boardOf(writeSite(some)));
    const head = page.getByRole('columnheader', { name: 'Codec' });
    await head.getByRole('button').click();
    expect(await column(page, 'name')).toEqual(['avif', 'avif', 'jpeg', 'webp']);
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Enter');
    expect(await column(page, 'name')).toEqual(['webp', 'jpeg', 'avif', 'avif']);
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'BD-rate' }).press('Space');
    expect(await column(page, 'name')).toEqual(['avif', 'avif', 'webp', 'jpeg']);
  });

  test('filters by text and tells how many are left', async () => {
    const { page } = await open(boardOf(writeSite(some)));
    await openFilters(page);
    await filterOf(page).fill('avif fast');
    expect(await column(page, 'settings')).toEqual(['fast=true']);
    expect(await page.getByRole('status').innerText()).toBe('1 of 4 curves');
    expect(await focused(page)).toBe('Filter');
    await filterOf(page).fill('nothing like it');
    expect(await page.locator('tbody').innerText()).toContain('No curve fits');
  });

  test('an address brings back what was chosen, and Back undoes a change of view', async () => {
    const { page } = await open(boardOf(writeSite(some)));
    await page.getByLabel('Metric').selectOption('butteraugli');
    await page.getByLabel('Anchor').selectOption('avif:fast=true');
    await openFilters(page);
    await filterOf(page).fill('a+v&i=f#');
    await page.getByRole('button', { name: 'Codec' }).click();
    const address = page.url();
    const again = (await open(address)).page;
    expect(await again.getByLabel('Metric').inputValue()).toBe('butteraugli');
    expect(await again.getByLabel('Anchor').inputValue()).toBe('avif:fast=true');
    expect(await filterOf(again).inputValue()).toBe('a+v&i=f#');
    expect(await again.locator('[aria-sort]').innerText()).toContain('Codec');
    await filterOf(again).fill('');
    await again.getByRole('link', { name: 'RD curves' }).click();
    await again.locator('.view.curves').waitFor();
    await again.getByLabel('jpeg', { exact: true }).uncheck();
    await again.getByLabel('Images of').selectOption('webp');
    const curves = (await open(again.url())).page;
    expect(await curves.getByLabel('jpeg', { exact: true }).isChecked()).toBe(false);
    expect(await curves.getByLabel('webp', { exact: true }).isChecked()).toBe(true);
    expect(await curves.getByLabel('Images of').inputValue()).toBe('webp');
    await again.goBack();
    await again.locator('.view.board').waitFor();
    // Nonsense in the address is said, and the usual is shown.
    const bad = await open(
      `${address.split('#')[0]}#view=board&metric=x&board.sort=x&curves.show=%`,
    );
    expect(await column(bad.page, 'name')).toHaveLength(4);
    expect(await bad.page.locator('.notice').innerText()).toBe(
      'There is no metric \u201cx\u201d here; this is PSNR.',
    );
    await bad.page.getByLabel('Metric').selectOption('butteraugli');
    expect(await bad.page.locator('.notice').isVisible()).toBe(false);
    const lost = (await open(`${address.split('#')[0]}#view=%3Cb%3E&data=nowhere`)).page;
    expect(await lost.locator('.notice').innerText()).toBe(
      'There is no view \u201c<b>\u201d here; this is Answer. There is no data set \u201cnowhere\u201d here; this is set.',
    );
    expect(bad.errors).toEqual([]);
  });

  test('a codec leads to its curve, with those of its images behind it', async () => {
    const { page, errors } = await open(boardOf(writeSite(some)));
    await page.locator('tr[data-key="webp"] .codec a').click();
    await chartDrawn(page);
    // Three codecs by their best curve, and three images.
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBe(6);
    await page.getByLabel('10 to 90 % of images').check();
    await page.locator('.errorbars path').first().waitFor({ state: 'attached' });
    await page.getByLabel('Convex hulls').check();
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBe(9);
    await page.getByRole('button', { name: 'None' }).click();
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBe(0);
    await page.getByRole('button', { name: 'All' }).click();
    await page.getByLabel('Bits per pixel', { exact: true }).selectOption('linear');
    await page.getByLabel('Metric').selectOption('ms-ssim');
    await page.getByLabel('Quality').selectOption('db');
    await expect.poll(() => page.locator('.ytitle').textContent()).toBe('MS-SSIM (dB)');
    expect(errors).toEqual([]);
  });

  test('published curves stand behind, dashed and named as such', async () => {
    const published: ReferenceCurve = {
      schema: 1,
      dataset: 'set',
      label: 'a <b>model</b>',
      source: 'https://example.org/',
      file: 'a.json',
      sha256: '0'.repeat(64),
      at: '2026-01-01T00:00:00Z',
      points: [0.1, 0.3, 0.6, 1].map((bpp) => ({ bpp, metrics: { psnr: 30 + 5 * bpp } })),
    };
    const { url, board } = writeSite(some, { references: [published] });
    const { page, errors } = await open(`${url}#view=curves`);
    await chartDrawn(page);
    expect(await page.locator('.curve-list').innerText()).toContain('a <b>model</b>');
    const dashed = page.locator('.scatterlayer .trace path.js-line[style*="dasharray"]');
    expect(await dashed.count()).toBeGreaterThan(0);
    await page.getByLabel('a <b>model</b>').uncheck();
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBe(3);
    await page.getByRole('link', { name: 'Board' }).click();
    await openFilters(page);
    await page.getByLabel('Published curves').selectOption('1');
    expect((await column(page, 'name')).at(-1)).toBe('a <b>model</b>');
    const { comparisons } = board.datasets[0]!.references[0]!;
    const { percent } = comparisons.find(({ metric }) => metric === 'psnr')!;
    const cell = page.locator('tbody tr').last().locator('.bd');
    expect((await cell.innerText()).replace('*', '').trim()).toBe(formatPercent(percent!));
    expect(errors).toEqual([]);
  });

  test('many published curves are folded until one is looked for', async () => {
    const references = Array.from(
      { length: 6 },
      (_, i): ReferenceCurve => ({
        ...{
          schema: 1,
          dataset: 'set',
          label: `model ${i}`,
          file: 'a.json',
          sha256: '0'.repeat(64),
        },
        ...{ source: 'https://example.org/zoo, commit 1', at: '2026-01-01T00:00:00Z' },
        points: [0.1, 0.3, 0.6, 1].map((bpp) => ({ bpp, metrics: { psnr: 30 + 5 * bpp } })),
      }),
    );
    const { url } = writeSite(some, { references });
    const { page, errors } = await open(`${url}#view=curves`);
    await chartDrawn(page);
    const summary = page.locator('.curve-list summary');
    expect(await summary.innerText()).toBe('Published, 6');
    expect(await page.getByLabel('model 3').isVisible()).toBe(false);
    await page.getByLabel('Find a curve').fill('model 3');
    expect(await page.getByLabel('model 3').isVisible()).toBe(true);
    await page.getByLabel('model 3').check();
    await expect.poll(() => page.locator('.scatterlayer .trace').count()).toBe(4);
    const board = (await open(`${url}#view=board&board.published=1`)).page;
    const last = board.locator('tbody tr').last();
    expect(await last.locator('.engine').innerText()).toContain('example.org/zoo');
    expect(await last.locator('.engine').innerText()).not.toContain('commit');
    expect(errors).toEqual([]);
  });

  test('times of the testbed chosen stand in the board with their intervals', async () => {
    const images = ['p1', 'p2', 'p3'];
    const times = (testbed: string, factor: number) =>
      some.flatMap(({ spec, codec, settings, knob }) =>
        images.map((image) => ({
          ...timingOf({
            ...{ spec, image, codec, settings, testbed },
            encode: [0.1, 0.101, 0.102].map((seconds) => factor * seconds),
          }),
          knob,
        })),
      );
    const timing = [...times('slow', 2), ...times('fast', 1)];
    const { page, errors } = await open(boardOf(writeSite(some, { timing })));
    await page
      .getByLabel('Testbed')
      .selectOption({ label: 'fast, whole pictures, 1 thread, 3 images' });
    const lines = (await column(page, 'encode'))[0]!.split('\n');
    expect(lines[0]).toBe('4.95');
    await page
      .getByLabel('Testbed')
      .selectOption({ label: 'slow, whole pictures, 1 thread, 3 images' });
    expect((await column(page, 'encode'))[0]).toContain('2.48');
    expect(errors).toEqual([]);
  });

  test('turns dark with the system and by its button, charts too', async () => {
    const { url } = writeSite(some);
    const { page } = await open(`${url}#view=curves`, { colorScheme: 'dark' });
    await chartDrawn(page);
    const paper = () => page.evaluate("document.querySelector('.main-svg').style.background");
    const body = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const [dark, light] = ['rgb(16, 20, 24)', 'rgb(255, 255, 255)'];
    expect([await body(), await paper()]).toEqual([dark, dark]);
    await page.getByRole('button', { name: /^Theme/ }).click();
    await expect.poll(paper).toBe(light);
    expect(await body()).toBe(light);
    await page.getByRole('button', { name: /^Theme/ }).click();
    await expect.poll(paper).toBe(dark);
  });

  test('fits a phone: the page itself does not scroll sideways', async () => {
    const { url } = writeSite(some);
    const phone = { ...devices['iPhone 13']!, defaultBrowserType: undefined };
    for (const view of ['answer', 'board', 'curves', 'speed', 'entropy']) {
      const { page, errors } = await open(`${url}#view=${view}`, phone);
      if (view === 'curves') await chartDrawn(page);
      expect(await page.evaluate('innerWidth'), view).toBe(390);
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(390);
      expect(errors).toEqual([]);
    }
  });

  test('is walked through by the keyboard alone', async () => {
    const { page } = await open(boardOf(writeSite(some)));
    const walk = async (): Promise<string[]> => {
      const seen: string[] = [];
      for (let i = 0; i < 120; i++) {
        await page.keyboard.press('Tab');
        const name = await focused(page);
        if (name === 'BODY') break;
        seen.push(name);
        expect(await page.evaluate("document.activeElement.matches(':focus-visible')")).toBe(true);
      }
      return seen;
    };
    const seen = await walk();
    const order = ['Skip to the content', 'Board', 'RD curves', 'Data set', 'Metric', 'Anchor'];
    const places = [...order, 'Filter and choose', 'BD-rate %', 'avif', 'Save as CSV'].map((name) =>
      seen.findIndex((each) => each.startsWith(name)),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    await page.getByRole('link', { name: 'RD curves' }).focus();
    await page.keyboard.press('Enter');
    await chartDrawn(page);
    const box = page.getByLabel('jpeg', { exact: true });
    await box.focus();
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(false);
    expect(await focused(page)).toBe('jpeg');
  });

  test('saves charts as SVG and PNG, and figures as CSV', async () => {
    const { page, errors } = await open(boardOf(writeSite(some)), { acceptDownloads: true });
    const board = await download(page, 'Save as CSV');
    expect(board.name).toBe('board-set.csv');
    const lines = board.content.toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^curve,engine,version,runtime,images,complete,metric,anchor,aggregate,bd_rate_percent/,
    );
    await page.getByRole('link', { name: 'RD curves' }).click();
    await chartDrawn(page);
    const svg = (await download(page, 'SVG')).content.toString('utf8');
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('webp');
    const { content: png } = await download(page, 'PNG');
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(png.length).toBeGreaterThan(10_000);
    const csv = (await download(page, 'CSV')).content.toString('utf8').trim().split('\r\n');
    expect(csv).toHaveLength(1 + 3 * 5);
    expect(errors).toEqual([]);
  });

  test('prints without its controls, dark on white', async () => {
    const { page } = await open(`${writeSite(some).url}#view=curves`, { colorScheme: 'dark' });
    await chartDrawn(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('.tools').isVisible()).toBe(false);
    const paper = "document.querySelector('.main-svg').style.background";
    await expect.poll(() => page.evaluate(paper)).toBe('rgb(255, 255, 255)');
    const colour = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate(colour)).toBe('rgb(255, 255, 255)');
  });
});

function boardOf({ url }: { readonly url: string }): string {
  return `${url}#view=board`;
}

function openFilters(page: Page): Promise<void> {
  return page.getByText('Filter and choose').click();
}

function filterOf(page: Page): Locator {
  return page.getByRole('searchbox', { name: 'Filter' });
}

function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const e = document.activeElement;
    if (e === document.body) return 'BODY';
    return (e.labels?.[0] ?? e).innerText.trim() || e.getAttribute('aria-label') || e.tagName;
  })()`);
}

async function download(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}
