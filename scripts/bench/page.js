import { hash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { buildLeaderboard } from '../../dist/leaderboard/leaderboard.js';
import { collectDetails } from '../../dist/leaderboard/page/details.js';
import { writePage } from '../../dist/leaderboard/page/write.js';
import { tablesOf } from '../../dist/leaderboard/table.js';
import { median } from '../../dist/statistics.js';
import { rdRecord } from '../../dist/sweeps/record.js';
import { inScratch } from './report.js';

const size = { curves: 60, images: 24, points: 12 };
const runs = 9;

/** What is switched, where, and between which values. */
const switches = [
  { what: 'anchor', hash: '#', label: 'Anchor', values: ['codec7', 'codec31'] },
  { what: 'metric', hash: '#', label: 'Metric', values: ['psnr', 'ssimulacra2'] },
  {
    what: 'metric, compared anew with another anchor than the leaderboard',
    hash: '#anchor=codec7',
    label: 'Metric',
    values: ['psnr', 'ssimulacra2'],
  },
  { what: 'filter', hash: '#', label: 'Filter', values: ['codec1', 'codec'] },
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
];

/** How long the page takes to show another choice. */
export async function bench() {
  return inScratch(async (folder) => {
    const page = path.join(folder, 'page');
    const start = performance.now();
    const rd = records();
    const details = collectDetails();
    for (const record of rd) details.add(record);
    const tables = tablesOf(rd);
    const board = buildLeaderboard({
      rd: tables,
      timing: [],
      describe: () => null,
      anchor: 'codec0',
    });
    writePage(page, { board, tables, details });
    const made = ((performance.now() - start) / 1000).toFixed(1);
    const browser = await chromium.launch({
      executablePath: process.env['PARETO_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const figures = [];
      for (const each of switches) {
        const milliseconds = await timeSwitch(browser, page, each);
        figures.push({
          what: `${each.what}, ${size.curves} curves x ${size.images} images x ${size.points} points (made in ${made} s)`,
          value: `${Math.round(median(milliseconds))} ms, at most ${Math.round(Math.max(...milliseconds))}`,
          bound: 'CPU time of the page; below 100 ms',
        });
      }
      return figures;
    } finally {
      await browser.close();
    }
  });
}

/**
 * CPU time of the page's thread from the choice until it is shown, in milliseconds, as often as
 * `runs`; the first is left out. Not wall time, which would tell how busy the machine is.
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder
 * @param {{ hash: string, label: string, values: string[] }} how
 */
async function timeSwitch(browser, folder, { hash: address, label, values }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(path.join(folder, 'index.html')).href + address);
  await page.locator('tbody tr, .scatterlayer .trace').first().waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const milliseconds = [];
  for (let run = 0; run <= runs; run++) {
    const before = await busy();
    await page.evaluate(`(async () => {
      const labels = [...document.querySelectorAll('label')];
      const control = labels.find((each) => each.textContent === ${JSON.stringify(label)}).control;
      control.value = ${JSON.stringify(values[run % 2])};
      control.dispatchEvent(new Event(control.type === 'search' ? 'input' : 'change'));
      // Until the second frame, when the first one has been painted.
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    })()`);
    if (run > 0) milliseconds.push((await busy()) - before);
  }
  await page.close();
  return milliseconds;
}

/** Records of smooth curves that differ a little by codec and image. */
function records() {
  const template = rdRecord.parse({
    ...{ schema: 1, protocol: 1, kind: 'rd', key: hash('sha256', ''), codec: '', spec: '' },
    ...{
      settings: {},
      knob: 'quality',
      dataset: 'bench',
      image: '',
      imageSha256: hash('sha256', ''),
    },
    engine: { name: 'lib', version: '1.0', runtime: 'native' },
    ...{ crop: null, width: 768, height: 512, bytes: 1, bpp: 1, bitstreamSha256: null },
    ...{ conversion: null, exact: false, metrics: {}, metricVersions: {}, metricErrors: {} },
    ...{ error: null, version: '0.1.0', commit: null, at: '2026-01-01T00:00:00Z' },
  });
  return Array.from({ length: size.curves }, (_, c) =>
    Array.from({ length: size.points }, (_, p) =>
      Array.from({ length: size.images }, (_, i) => {
        const quality = 5 + 8 * p;
        const bytes = Math.round(
          4000 * Math.exp(0.3 * p) * (1 + c / 100) * (1 + ((i * 7) % 5) / 10),
        );
        const wave = Math.sin(c + 2 * i);
        return {
          ...template,
          codec: `codec${c}`,
          spec: `codec${c}:quality=${quality}`,
          settings: { quality },
          image: `image${i}`,
          imageSha256: hash('sha256', `image${i}`),
          bytes,
          bpp: (8 * bytes) / (768 * 512),
          metrics: {
            psnr: 26 + 1.4 * p + wave,
            ssimulacra2: 10 + 75 * (1 - Math.exp(-p / 4)) + wave,
            'ms-ssim': 1 - 0.1 * Math.exp(-p / 3) - 0.001 * wave,
          },
          metricVersions: { psnr: '1', ssimulacra2: '1', 'ms-ssim': '1' },
        };
      }),
    ),
  ).flat(2);
}
