import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { median } from '../../dist/base/statistics.js';
import { buildLeaderboard } from '../../dist/leaderboard/leaderboard.js';
import { tablesOf } from '../../dist/leaderboard/rd-table.js';
import { loadMetricFacts } from '../../dist/metrics/facts.js';
import { collectDetails } from '../../dist/page/write/details.js';
import { writePage } from '../../dist/page/write/page.js';
import { rdRecords, timingRecords } from './pagerecords.js';
import { inScratch } from './report.js';

const size = { curves: 60, images: 24, points: 12 };
const datasets = ['one', 'two', 'three', 'four'];
const runs = 10;

/** Views that a page is opened with; Speed and Pairs begin as RD curves and Board do. */
const openings = ['', '#view=board', '#view=curves'];

/** What is switched, where, and between which values. */
const switches = [
  // Each was read once before it is timed: the first run is left out, and the second data set with it.
  { what: 'data set of the answer', hash: '', label: 'Data set', values: ['two', 'one'] },
  { what: 'metric of the answer', hash: '', label: 'Metric', values: ['psnr', 'ssimulacra2'] },
  { what: 'anchor of the answer', hash: '', label: 'Anchor', values: ['codec7', 'codec31'] },
  { what: 'anchor', hash: '#view=board', label: 'Anchor', values: ['codec7', 'codec31'] },
  { what: 'metric', hash: '#view=board', label: 'Metric', values: ['psnr', 'ssimulacra2'] },
  {
    what: 'metric, compared anew with another anchor than the leaderboard',
    hash: '#view=board&anchor=codec7',
    label: 'Metric',
    values: ['psnr', 'ssimulacra2'],
  },
  { what: 'filter', hash: '#view=board&board.q=', label: 'Filter', values: ['codec1', 'codec'] },
  {
    what: 'metric of 10 curves drawn',
    hash: '#view=curves',
    label: 'Metric',
    values: ['psnr', 'ssimulacra2'],
  },
  {
    what: `metric of ${size.curves} curves drawn`,
    hash: `#view=curves&curves.show=${Array.from({ length: size.curves }, (_, i) => `codec${i}`).join('~')}`,
    label: 'Metric',
    values: ['psnr', 'ssimulacra2'],
  },
  ...[
    { label: 'Anchor', values: ['codec7', 'codec31'] },
    { label: 'Metric', values: ['psnr', 'ssimulacra2'] },
    { label: 'Speed of', values: ['decode', ''] },
    { label: 'Bars', values: ['codec7', ''] },
    { label: 'Length', values: ['time', ''] },
  ].map((each) => ({ ...each, what: `Speed: ${each.label}`, hash: '#view=speed' })),
  ...[
    { label: 'Anchor', values: ['codec7', 'codec31'] },
    { label: 'Metric', values: ['psnr', 'ssimulacra2'] },
    { label: 'Drawn by', values: ['akima', 'pchip'] },
  ].map((each) => ({ ...each, what: `Pairs: ${each.label}`, hash: '#view=pairs' })),
];

/** How long the page takes to show another choice. */
export async function bench() {
  return inScratch(async (folder) => {
    const page = path.join(folder, 'page');
    const start = performance.now();
    const rd = ofAll(rdRecords(size));
    const timing = ofAll(timingRecords(size));
    const details = collectDetails();
    for (const record of rd) details.add(record);
    const tables = tablesOf(rd);
    const board = buildLeaderboard({
      rd: tables,
      timing,
      facts: await loadMetricFacts(),
      describe: () => null,
      anchor: 'codec0',
    });
    writePage(page, { board, tables, details, timing });
    const made = ((performance.now() - start) / 1000).toFixed(1);
    const browser = await chromium.launch({
      executablePath: process.env['PARETO_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const figures = [];
      for (const hash of openings) figures.push(await opened(browser, page, hash));
      for (const each of switches) {
        const both = await timeSwitch(browser, page, each);
        const milliseconds = both.sort((a, b) => median(b) - median(a))[0] ?? [];
        figures.push({
          what: `${each.what}, ${sizeText} (made in ${made} s)`,
          value: `${Math.round(median(milliseconds))} ms, at most ${Math.round(Math.max(...milliseconds))}`,
          bound: 'CPU time of the page to the slower of the two choices; below 100 ms',
        });
      }
      return figures;
    } finally {
      await browser.close();
    }
  });
}

const sizeText = `${datasets.length} data sets x ${size.curves} curves x ${size.images} images x ${size.points} points`;

/**
 * The same records of every data set.
 * @template T
 * @param {T[]} records
 */
function ofAll(records) {
  return datasets.flatMap((dataset) => records.map((record) => ({ ...record, dataset })));
}

/** Notes when figures have been painted for the first time. */
const tellShown = `
  const look = () => {
    if (document.querySelector('tbody tr, .scatterlayer .trace') === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => { window.shownAt = performance.now(); });
  };
  requestAnimationFrame(look);
`;

/**
 * From the address to the first paint that shows figures, from the file system: what a reader waits for.
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder
 * @param {string} hash
 */
async function opened(browser, folder, hash) {
  /** @type {number[]} */
  const seconds = [];
  /** @type {number[]} */
  const busy = [];
  for (let run = 0; run < runs; run++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.addInitScript({ content: tellShown });
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href + hash);
    const shown = await page.waitForFunction('window.shownAt');
    seconds.push(Number(await shown.jsonValue()) / 1000);
    const { metrics } = await session.send('Performance.getMetrics');
    busy.push(metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    await page.close();
  }
  const texts = [seconds, busy].map((values) => `${median(values).toFixed(2)} s`);
  return {
    what: `first figures of ${hash || 'the answer'}, from disk, ${sizeText}`,
    value: `${texts[0]}, of which the page computes ${texts[1]}`,
    bound: 'below 1 s on a machine that does nothing else',
  };
}

/** Until the page has painted what it was told to and has nothing left to do. */
const settled = `(async () => {
  for (const _ of [1, 2, 3]) {
    await new Promise(requestAnimationFrame);
    await new Promise((done) => requestIdleCallback(done));
  }
})()`;

/**
 * CPU time of the page's thread from the choice until it is shown, in milliseconds, as often as
 * `runs`, apart for the two values; the first is left out. Not wall time, which would tell how busy the machine is.
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder
 * @param {{ hash: string, label: string, values: string[] }} how
 */
async function timeSwitch(browser, folder, { hash: address, label, values }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(path.join(folder, 'index.html')).href + address);
  await page
    .locator('tbody tr')
    .or(page.locator('.scatterlayer .trace'))
    .first()
    .waitFor({ state: 'attached' });
  await page.evaluate(settled);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  /** @type {[number[], number[]]} */
  const milliseconds = [[], []];
  for (let run = 0; run <= runs; run++) {
    const before = await busy();
    await page.evaluate(`(async () => {
      const labels = [...document.querySelectorAll('label')];
      const control = labels.find((each) => each.textContent === ${JSON.stringify(label)}).control;
      control.value = ${JSON.stringify(values[run % 2])};
      control.dispatchEvent(new Event(control.type === 'search' ? 'input' : 'change'));
      await ${settled};
    })()`);
    if (run > 0) milliseconds[run % 2 ? 1 : 0].push((await busy()) - before);
  }
  await page.close();
  return milliseconds;
}
