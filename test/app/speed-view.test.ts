import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { formatBpp, formatPercent, formatSignificant } from '#src/page/model/format.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { curveOf, useBrowser, useShippedSite, writeSite } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { timingOf } from '../support/records.ts';

const markup = '<img src=x onerror="globalThis.hit=1">';
const views = ['speed', 'pairs', 'entropy', 'method'];

function timed(rd: readonly RdRecord[], ms: number): TimingRecord[] {
  return rd.map(({ codec, spec, settings, knob, engine, image, imageSha256, dataset }) => {
    const encode = [ms / 1000, ms / 990];
    return timingOf({
      ...{ codec, spec, settings, knob, engine, image, imageSha256, dataset, encode },
      crop: '512x512',
    });
  });
}

const net = (coder: string, factor: number): RdRecord[] =>
  curveOf('net', { factor, settings: `entropy_${coder}` }).map((record) => ({
    ...record,
    settings: { entropy: coder, quality: record.settings['quality']! },
    spec: `net:entropy=${coder},quality=${record.settings['quality']}`,
    learned: {
      ...{ model: 'net', coder, provider: 'cpu', parts: {} },
      ...{ payloadBytes: record.bytes! - 9, estimatedBits: 7.5 * (record.bytes! - 9) },
    },
  }));

const jpeg = curveOf('jpeg');
const webp = curveOf('webp', { factor: 0.7 });
const rd = [...jpeg, ...webp, ...net('range', 0.6), ...net('zstd', 0.8)];
const timing = [...timed(jpeg, 4), ...timed(webp, 20), ...timed(net('range', 0.6), 300)];

async function drawn(page: Page, chart: string): Promise<void> {
  await page.locator(`${chart} :is(.scatterlayer .trace, .bars .part)`).first().waitFor();
}

describeBrowser('the views of speed, pairs, entropy and method', () => {
  const open = useBrowser();
  const shipped = useShippedSite();

  test('show the figures of leaderboard.json and complain of nothing', async () => {
    const { url, board } = writeSite(rd, { timing });
    const { page, errors } = await open(`${url}#view=speed`);
    const { curves, rows } = board.datasets[0]!;
    await drawn(page, '.chart');
    expect(await page.locator('.front-members').innerText()).toContain('net:entropy=range, webp');
    const speed = curves.find(({ label }) => label === 'webp')!.speeds[0]!;
    const row = page.locator('tbody tr', { hasText: 'webp' }).locator('td').first();
    expect(await row.innerText()).toContain(formatSignificant(speed.encodeMegapixelsPerSecond!));
    const bars = page.locator('.panels .chart').first();
    const total = formatSignificant(1000 / speed.encodeMegapixelsPerSecond!);
    expect(await bars.locator('.total').allInnerTexts()).toContain(`${total} ms`);
    const parts = await bars.locator('.track').first().locator('.part').all();
    const boxes = await Promise.all(
      [bars.locator('.track').first(), ...parts].map((each) => each.boundingBox()),
    );
    const [whole, ...widths] = boxes.map((box) => box!.width);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(whole!, 0);

    await page.getByRole('link', { name: 'Pairs' }).click();
    const { sizeRatio } = curves.find(({ label }) => label === 'webp')!.comparisons[0]!.matched!;
    const pairs = page.locator('.matched tbody tr', { hasText: 'webp' });
    expect(await pairs.locator('td').nth(2).locator('.figure').innerText()).toBe(
      `× ${formatSignificant(sizeRatio)}`,
    );
    const { percent } = curves.find(({ label }) => label === 'webp')!.comparisons[0]!;
    const cells = page.locator('.matrix tbody tr').filter({ hasText: /^webp/ });
    expect(await cells.locator('td').allInnerTexts()).toContain(formatPercent(percent!));
    const cell = cells.locator('td', { hasText: formatPercent(percent!) }).last();
    await cell.hover();
    expect(await cell.getAttribute('title')).toBe(
      `webp against jpeg: ${formatPercent(percent!, 2)} %`,
    );

    await page.getByRole('link', { name: 'Entropy', exact: true }).click();
    const range = rows.find(({ spec }) => spec === 'net:entropy=range,quality=20')!;
    const told = await page.locator(`td[title="${range.spec}"]`).innerText();
    expect(told).toContain(formatBpp(range.bppPooled!));
    expect(told).toContain(`${formatPercent(100 * range.learned!.gap!)} %`);
    await drawn(page, '.chart');

    await page.getByRole('link', { name: 'Method' }).click();
    expect(await page.locator('.commands').innerText()).toContain(
      'npx pareto sweep --codec webp:quality=20+40+60+80+90 --dataset path/to/set --images p1,p2,p3 --metrics psnr --out again',
    );
    expect(errors).toEqual([]);
  });

  test('keep what was chosen in the address, and work by the keyboard', async () => {
    const { url } = writeSite(rd, { timing });
    const { page, errors } = await open(`${url}#view=speed`);
    await page.getByLabel('Speed of').selectOption('decode');
    await page.getByLabel('Rate', { exact: true }).selectOption('psnr@35');
    await page.getByLabel('Length').selectOption('time');
    await page.locator('tbody a', { hasText: 'webp' }).focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toContain('speed.direction=decode');
    await page.reload();
    await drawn(page, '.chart');
    expect(await page.getByLabel('Speed of').inputValue()).toBe('decode');
    expect(await page.getByLabel('Rate', { exact: true }).inputValue()).toBe('psnr@35');
    expect(await page.locator('tbody th').allInnerTexts()).toHaveLength(5);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).first().click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.split('\r\n')[0]).toContain('decode_mp_per_s');
    expect(csv.split('\r\n').length).toBe(1 + 4 + 1);
    expect(errors).toEqual([]);
  });

  test('times of pairs against another anchor come from a file of their own', async () => {
    const { url } = writeSite(rd, { timing });
    const { page, errors } = await open(`${url}#view=pairs&anchor=webp`);
    const jpegs = page.locator('.matched tbody tr', { hasText: 'jpeg' }).locator('td');
    await expect.poll(() => jpegs.nth(5).innerText()).toBe('× 0.200');
    expect(errors).toEqual([]);
  });

  test('of the shipped results: times, every pair, and sprig by several coders', async () => {
    const { url, board } = shipped();
    const { page, errors } = await open(`${url}#view=speed`);
    const { curves } = board.datasets[0]!;
    await drawn(page, '.chart');
    await page.getByRole('link', { name: 'Pairs' }).click();
    expect(await page.locator('.matrix tbody tr').count()).toBeGreaterThan(10);
    await page.getByRole('link', { name: 'Entropy', exact: true }).click();
    const cells = page.locator('td[title^="sprig:"]');
    await cells.first().waitFor();
    const coders = curves.filter(({ codec }) => codec === 'sprig');
    expect(coders.length).toBeGreaterThan(3);
    expect(await cells.count()).toBeGreaterThan(coders.length - 1);
    expect(errors).toEqual([]);
  });

  test('tell whose times hold the start of a process', async () => {
    const engine = { name: 'tool', version: '1', runtime: 'cli' as const };
    const command = curveOf('avif', { factor: 0.5 }).map((record) => ({ ...record, engine }));
    const both = [...jpeg, ...command];
    const { url } = writeSite(both, { timing: timed(both, 4) });
    const { page } = await open(`${url}#view=speed`);
    const lede = page.locator('.lede');
    expect(await lede.innerText()).toContain('command lines (avif) hold the start of a process');
    const { page: without } = await open(`${writeSite(rd, { timing }).url}#view=speed`);
    expect(await without.locator('.lede').innerText()).not.toContain('command lines');
  });

  test('a narrow screen breaks between settings and not within a word', async () => {
    const settings = { engine: 'native', preset: 'faster', tune: 'picture' };
    const told = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const many = webp.map((record) => ({
      ...record,
      settings: { ...settings, ...record.settings },
      spec: `webp:${told.join(',')},quality=${record.settings['quality']}`,
    }));
    const all = [...jpeg, ...many];
    const { url } = writeSite(all, { timing: timed(all, 4) });
    const names = [
      ['board', '.codec .settings'],
      ['speed', 'th .settings'],
      ['pairs', '.matched .settings'],
      ['pairs', '.matrix tbody th'],
    ] as const;
    for (const [view, selector] of names) {
      const { page } = await open(`${url}#view=${view}`, { viewport: { width: 390, height: 800 } });
      const name = page.locator(selector).filter({ hasText: 'preset' });
      await name.first().waitFor();
      const lines = await name.first().evaluate((element) =>
        [...element.childNodes].flatMap((node) => {
          const range = element.ownerDocument.createRange();
          range.selectNodeContents(node);
          const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
          return node.nodeType === 3 ? [{ text: node.textContent, lines: new Set(tops).size }] : [];
        }),
      );
      expect(lines.length, selector).toBeGreaterThanOrEqual(told.length);
      for (const { text, lines: count } of lines) expect(count, `${selector}: ${text}`).toBe(1);
    }
  });

  test('without times, learned codecs or anything at all', async () => {
    const { url } = writeSite([...jpeg, ...webp]);
    const { page, errors } = await open(`${url}#view=speed`);
    expect(await page.locator('main').innerText()).toContain('--measure timing');
    await page.getByRole('link', { name: 'Entropy', exact: true }).click();
    expect(await page.locator('main').innerText()).toContain('No learned codec');
    await page.getByRole('link', { name: 'Pairs' }).click();
    expect(await page.locator('.matrix tbody tr').count()).toBe(2);
    await page.getByRole('link', { name: 'Method' }).click();
    expect(await page.locator('main').innerText()).toContain('No times were taken');
    expect(errors).toEqual([]);
    const none = writeSite([], { timing: timed(jpeg, 3) });
    for (const view of views) {
      const { page: empty, errors: told } = await open(`${none.url}#view=${view}`);
      await empty.locator('h1').waitFor();
      expect(told, view).toEqual([]);
    }
  });

  test('show text as text, and fit a narrow screen', async () => {
    const evil = curveOf(markup, { factor: 0.8, settings: '<i>s</i>' }).map((record, i) => ({
      ...record,
      engine: { name: `<b>${markup}`, version: '"\'', runtime: 'native' as const },
      learned: {
        ...{ model: markup, coder: `<u>${markup}`, provider: 'cpu', parts: {} },
        ...{ payloadBytes: 100 + i, estimatedBits: 700 },
      },
    }));
    const normal = jpeg.map((record) => ({ ...record, dataset: evil[0]!.dataset }));
    const times = timed([...evil, ...normal], 5).map((record) => ({
      ...record,
      testbed: `<s>${markup}`,
      encode: { ...record.encode, stages: { [`<b>${markup}`]: record.encode.total } },
    }));
    const { url } = writeSite([...evil, ...normal], { timing: times });
    for (const view of views) {
      const { page, errors } = await open(`${url}#view=${view}`, {
        viewport: { width: 390, height: 800 },
      });
      await page.locator('h1').waitFor();
      if (view === 'speed') await drawn(page, '.panels .chart');
      expect(await page.locator('main').textContent(), view).toContain('<img src=x');
      expect(await page.locator('img, i, u, s, svg a').count(), view).toBe(0);
      expect(await page.evaluate('globalThis.hit'), view).toBeUndefined();
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wide, view).toBeLessThanOrEqual(0);
      expect(errors, view).toEqual([]);
    }
  });

  test('a command is copied, or selected where the browser forbids that', async () => {
    const { url } = writeSite(rd, { timing });
    const { page } = await open(`${url}#view=method`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByLabel('Records').selectOption('bench@512x512@1');
    const item = page.locator('.commands li').filter({ hasText: 'webp' });
    const command = await item.locator('code').innerText();
    expect(command).toContain('--measure timing --crop 512x512 --threads 1 --passes 2 --seed 1');
    await item.getByRole('button').click();
    await item.getByText(/Copied|Selected/).waitFor();
    const taken = await page.evaluate(
      'getSelection().toString() || navigator.clipboard.readText()',
    );
    expect(taken).toBe(command);
  });
});
