import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeBrowser, openBrowser } from '../support/browser.ts';

const styles = ['page', 'images-view'].map((name) =>
  readFileSync(new URL(`../../src/app/${name}.css`, import.meta.url), 'utf8'),
);
const heads = ['chroma=420,speed=0,quality=50', 'distance=0.01,effort=9', 'resilient=on'].map(
  (spec) =>
    `<th scope="col"><b>B</b> avif<small>${spec
      .split(/(?<=,)/)
      .map((token) => `<span>${token}</span><wbr>`)
      .join('')}</small></th>`,
);
const command = `pareto sweep --codec ${'avif:quality=50,'.repeat(20)}`;
const html = `<style>${styles.join('\n')}</style><div class="view images">
<div class="split"><div></div><aside><table><thead><tr>${heads.join('')}</tr></thead></table></aside></div>
<div class="hint"><pre>${command}</pre></div></div>`;

describeBrowser('styles of the Images view', () => {
  test.each([360, 1280])(
    'no setting is broken, commands are whole in their box: %i',
    async (width) => {
      const browser = await openBrowser();
      try {
        const page = await browser.newPage({ viewport: { width, height: 700 } });
        await page.setContent(html);
        const broken = await page
          .locator('small span')
          .evaluateAll((all) => all.filter((each) => each.getClientRects().length > 1).length);
        expect(broken).toBe(0);
        const hidden = await page
          .locator('pre')
          .evaluate((pre) => pre.scrollWidth - pre.clientWidth);
        expect(hidden).toBeLessThanOrEqual(0);
        const whole = await page.locator('html').evaluate((root) => root.scrollWidth);
        expect(whole).toBe(width);
      } finally {
        await browser.close();
      }
    },
  );
});
