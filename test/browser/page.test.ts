import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { buildLeaderboard } from '#src/library/build-leaderboard.js';
import { readTestbed } from '#src/results/stored-testbeds.js';
import { smallOptions } from '../collect/support.ts';
import { describeBrowser, openBrowser } from '../support/browser.ts';
import { timingRecordsIn } from '../support/pareto.ts';
import { ratesIn, type Site, serveBench } from './support.ts';

const configurations = 4;
const phone = { width: 390, height: 844 };

async function visit(site: Site, address = site.url): Promise<Page> {
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: phone });
  page.setDefaultTimeout(200_000);
  await page.goto(address);
  return page;
}

/** Waits for an expression: a page's policy keeps playwright's own waiting from running text. */
async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.waitForTimeout(50);
}

const stateIs = (page: Page, state: string) => page.waitForSelector(`body[data-state="${state}"]`);

describeBrowser('the bench in a page', () => {
  test('measures rates and times, sends them, and they stand on the board', async () => {
    const site = await serveBench(smallOptions);
    const page = await visit(site);
    await stateIs(page, 'done');
    expect(site.refused).toEqual([]);
    expect(site.warnings).toEqual([]);
    expect(ratesIn(site.out).size).toBe(configurations);
    const id = await page.inputValue('#name');
    const testbed = readTestbed(site.out, id)!;
    expect(testbed.node).toMatch(/^Chromium \d+/);
    expect(testbed.features[0]).toBe('cross-origin isolated');
    expect(testbed.calibration?.seconds.median).toBeGreaterThan(0);
    expect(testbed.noise?.spec).toBe('qoi');
    const board = await buildLeaderboard(site.out, {});
    expect(board.timings.map(({ testbed: name }) => name)).toEqual([id]);
    expect(board.timings[0]!.rows).toHaveLength(configurations);
    const records = timingRecordsIn(path.join(site.out, 'timing', id, 'sample', 'qoi.jsonl'));
    expect(records[0]!.encode.total).toHaveLength(smallOptions.passes);
    expect(records[0]!.encode.stages['encode']).toHaveLength(smallOptions.passes);
    expect(records[0]!.encode.cpu).toEqual([]);
    expect(records[0]!.hidden).toBeUndefined();
    // Copying 64x64 samples takes fewer than 50 steps of any browser's clock.
    const raw = board.timings[0]!.rows.find(({ codec }) => codec === 'raw')!;
    expect(raw.warnings).toContainEqual({
      ...{ kind: 'coarse-clock', direction: 'encode', images: 1, of: 1, clockSteps: 50 },
    });
    // A screen of a phone: nothing but the table moves sideways.
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect((widths as number[])[0]).toBeLessThanOrEqual(phone.width);
    const lines = await downloaded(page);
    expect(lines).toHaveLength(2 * configurations + 1);
  });

  test('goes on after a reload where it was stopped, and measures nothing twice', async () => {
    const site = await serveBench({ ...smallOptions, measure: ['rd'], limit: 3 });
    const page = await visit(site);
    await until(page, "parseInt(document.querySelector('#rows tr td')?.textContent) >= 1");
    await page.click('#stop');
    await stateIs(page, 'stopped');
    const before = ratesIn(site.out).size;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(3 * configurations);
    await page.evaluate("location.hash = location.hash.replace('auto&', '')");
    await page.reload();
    await stateIs(page, 'ready');
    await page.click('#start');
    await stateIs(page, 'done');
    expect(ratesIn(site.out).size).toBe(3 * configurations);
    const text = readFileSync(path.join(site.out, 'rd/sample/qoi.jsonl'), 'utf8').trim();
    expect(text.split('\n')).toHaveLength(3);
  });

  test('waits while it is hidden, makes the pass again, and marks the records', async () => {
    const site = await serveBench({ ...smallOptions, measure: ['timing'] });
    const page = await visit(site, site.url.replace('auto&', ''));
    await stateIs(page, 'ready');
    const turn = (state: string) =>
      page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      `);
    await page.click('#start');
    await until(page, "document.getElementById('bar').value >= 1");
    await turn('hidden');
    await page.waitForTimeout(1500);
    const held = await page.evaluate("document.getElementById('bar').value");
    await page.waitForTimeout(1500);
    expect(await page.evaluate("document.getElementById('bar').value")).toBe(held);
    await turn('visible');
    await stateIs(page, 'done');
    const id = await page.inputValue('#name');
    const records = timingRecordsIn(path.join(site.out, 'timing', id, 'sample', 'qoi.jsonl'));
    expect(records[0]!.hidden).toBe(true);
    expect(records[0]!.encode.total).toHaveLength(smallOptions.passes);
    const { timings } = await buildLeaderboard(site.out, {});
    const hidden = { kind: 'hidden-page', direction: null, images: 1, of: 1 };
    for (const { warnings } of timings[0]!.rows) expect(warnings).toContainEqual(hidden);
  });

  test('an encoder that answers with another type is a failed record', async () => {
    const site = await serveBench({
      ...smallOptions,
      ...{ codecs: 'browser-webp:quality=75,browser-jpeg:quality=75', measure: ['rd'] },
    });
    const page = await visit(site, 'about:blank');
    // No canvas of Chromium encodes these types: it is asked for them in place of those that it has.
    const asked = new Map([
      ['image/webp', 'image/avif'],
      ['image/jpeg', 'image/jxl'],
    ]);
    let replaced = 0;
    await page.context().route('**/*.js', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(/image\/(?:webp|jpeg)/g, (type) => {
        replaced++;
        return asked.get(type)!;
      });
      await route.fulfill({ response, body });
    });
    await page.goto(site.url);
    await stateIs(page, 'done');
    expect(replaced).toBeGreaterThan(0);
    expect(site.refused).toEqual([]);
    const records = [...ratesIn(site.out).values()].filter(({ codec }) => codec !== 'raw');
    const errors = records.map(({ codec, bytes, error }) => ({ codec, bytes, error }));
    const failed = (codec: string, type: string) => ({
      ...{ codec, bytes: null },
      error: {
        stage: 'encode',
        message: `this browser has no encoder of ${type}: it made image/png`,
      },
    });
    expect(errors).toHaveLength(2);
    expect(errors).toContainEqual(failed('browser-webp', 'image/avif'));
    expect(errors).toContainEqual(failed('browser-jpeg', 'image/jxl'));
  });

  test('says what is wrong with its address and with a name', async () => {
    const site = await serveBench({ ...smallOptions, measure: ['rd'] });
    const wrong = await visit(site, site.url.replace(/token=.*/, 'token=wrong'));
    await stateIs(wrong, 'failed');
    expect(await wrong.textContent('#status')).toContain('token is missing or wrong');
    const page = await visit(site, site.url.replace('auto&', ''));
    await stateIs(page, 'ready');
    await page.fill('#name', 'a/b');
    await page.click('#start');
    expect(await page.textContent('#status')).toContain('letters, digits');
  });
});

async function downloaded(page: Page): Promise<string[]> {
  const text = await page.evaluate(
    "fetch(document.getElementById('download').href).then((answer) => answer.text()).catch(() => '')",
  );
  if (text !== '') return String(text).trim().split('\n');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  return readFileSync((await download.path())!, 'utf8')
    .trim()
    .split('\n');
}
