import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { devices, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser, useShippedSite, writeSite } from '../page/site.ts';
import { rd, timing } from '../page/timed-curves.ts';
import { describeBrowser } from '../support/browser.ts';

/** Where the pictures of the first screens lie for those who look at them. */
const pictures = fileURLToPath(
  new URL('../../node_modules/.cache/pareto-screens/', import.meta.url),
);

describeBrowser('the answer', () => {
  const open = useBrowser();
  const shipped = useShippedSite();

  test('is what the page opens with: who leads, by how much, at what price', async () => {
    const { page, errors } = await open(writeSite(rd, { timing }).url);
    const words = page.locator('.answer-words p');
    expect(await words.first().innerText()).toMatch(
      /^On the 3 pictures of set, at PSNR 35, avif with quality=\d+ needs the fewest bytes: 50 % fewer/,
    );
    expect(await words.nth(1).innerText()).toMatch(/^It encodes at 5\.5 MP\/s \(2\d times slower/);
    expect(await names(page)).toEqual(['avif', 'webp', 'slow', 'jpeg']);
    const cells = await page.locator('tbody tr').first().locator('td').allInnerTexts();
    expect(cells[0]).toMatch(/^≈ quality=\d+$/);
    expect(cells[2]).toMatch(/^50 %/);
    expect(errors).toEqual([]);
  });

  test('is given at three qualities, one click apart, in the address', async () => {
    const { page, errors } = await open(writeSite(rd, { timing }).url);
    const size = () => page.locator('tbody .size').first().innerText();
    const before = await size();
    await page.getByRole('radio', { name: '40' }).check();
    await expect.poll(() => page.locator('.answer-words').innerText()).toContain('at PSNR 40');
    expect(Number(await size())).toBeGreaterThan(Number(before));
    expect(page.url()).toContain('answer.at=40');
    expect(await page.getByRole('radio', { name: '40' }).isChecked()).toBe(true);
    await page.locator('.answer-words a', { hasText: 'avif' }).click();
    await page.locator('.view.curves').waitFor();
    expect(page.url()).toContain('curves.one=avif');
    expect(errors).toEqual([]);
  });

  test('stands on the first screen, of a desk and of a phone', async () => {
    mkdirSync(pictures, { recursive: true });
    const phone = { ...devices['iPhone 13']!, defaultBrowserType: undefined };
    const screens = [
      { name: '1440x900', viewport: { width: 1440, height: 900 }, rows: 8 },
      { ...phone, name: '390x844', viewport: { width: 390, height: 844 }, rows: 1 },
    ];
    for (const { name, rows, ...options } of screens) {
      const { page, errors } = await open(shipped().url, options);
      const { width, height } = options.viewport;
      await page.screenshot({ path: path.join(pictures, `answer-${name}.png`) });
      // Codec, setting, saving and speed of a row, all to be seen without scrolling.
      for (const part of ['.codec', '.size', '.saving', '.encode', '.decode']) {
        const cell = page
          .locator('tbody tr')
          .nth(rows - 1)
          .locator(part);
        const box = (await cell.boundingBox())!;
        expect(box.y + box.height, `${name} ${part}`).toBeLessThanOrEqual(height);
        expect(box.x + box.width, `${name} ${part}`).toBeLessThanOrEqual(width);
      }
      expect(await page.locator('tbody tr').first().innerText()).toMatch(/\w+=\d/);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(errors).toEqual([]);
    }
  });

  test('tells the reasons of its marks where they are focused, touched or pointed at', async () => {
    const { page } = await open(shipped().url, { hasTouch: true });
    const note = page.locator('.reason-note');
    const mark = page.locator('tbody .warn').first();
    const reason = await mark.getAttribute('data-reason');
    await mark.focus();
    await expect.poll(() => note.innerText()).toBe(reason);
    await page.keyboard.press('Escape');
    await expect.poll(() => note.isVisible()).toBe(false);
    await page.locator('tbody .none').first().tap();
    await expect.poll(() => note.isVisible()).toBe(true);
    expect(await note.innerText()).not.toBe(reason);
    const box = (await note.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(1440);
  });

  test('marks few of its speeds, for most have what is said once', async () => {
    const { page } = await open(shipped().url);
    const speeds = await page.locator('tbody :is(.encode, .decode) .figure').count();
    const marked = await page.locator('tbody :is(.encode, .decode) .warn').count();
    expect(marked).toBeLessThan(speeds / 2);
    expect(await page.locator('.lede').first().innerText()).toMatch(
      /Times: \d+ of 24 images, cut to 512x512; intervals \d+ to \d+ % wide\./,
    );
  });
});

function names(page: Page): Promise<string[]> {
  return page.locator('tbody .name').allInnerTexts();
}
