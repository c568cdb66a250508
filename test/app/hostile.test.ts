import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { useBrowser } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const obeyed = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
const views = ['answer', 'board', 'curves', 'pairs', 'speed', 'images', 'entropy', 'method'];

/** All that is to be read, the titles of cells among it, which are made below the pointer. */
const shownText = `
  for (const each of document.querySelectorAll('td, th')) {
    each.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  }
  [...document.querySelectorAll('[title], [data-reason]')]
    .map((each) => each.title + each.dataset.reason).join(' ') + document.body.innerText
`;

describeShared('hostile records on the page', () => {
  describeBrowser('in Chromium', () => {
    const open = useBrowser();

    test('every view of every data set shows them escaped, without an error', async () => {
      const out = scratch();
      mkdirSync(path.join(out, 'rd', 'imgs'), { recursive: true });
      copyFileSync(
        shared('cases', 'records', 'hostile.jsonl'),
        path.join(out, 'rd', 'imgs', 'jpeg.jsonl'),
      );
      await runPareto(['leaderboard', '--out', out], { cache: scratch() });
      const url = pathToFileURL(path.join(out, 'page', 'index.html')).href;
      const { page, errors } = await open(url);
      const options = page.getByLabel('Data set').locator('option');
      const keys = await options.evaluateAll((all) =>
        all.map((each) => each.getAttribute('value')),
      );
      expect(keys.length).toBeGreaterThan(5);
      for (const view of views) {
        for (const key of keys) {
          await page.goto(`${url}#view=${view}&data=${encodeURIComponent(key!)}`);
          await page.locator(`.view.${view}`).waitFor();
          const text = await page.evaluate(shownText);
          expect(text).not.toMatch(obeyed);
          expect(text).not.toContain('could not be shown');
        }
      }
      expect(errors).toEqual([]);
    });
  });
});
