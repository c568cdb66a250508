import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { scoreEstimates, sizesIn } from '#src/leaderboard/estimate-scores.js';
import { buildLeaderboard, readResults } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import type { Leaderboard } from '#src/leaderboard/schema.js';
import { type PageDataset, pageDataset } from '#src/page/model/contract.js';
import { collectDetails } from '#src/page/write/details.js';
import { writePage } from '#src/page/write/page.js';
import type { PageInput } from '#src/page/write/page-input.js';
import type { EstimateRecord, RdRecord, TimingRecord } from '#src/results/record.js';
import type { ReferenceCurve } from '#src/results/reference.js';
import { openBrowser } from '../support/browser.ts';
import { facts } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

export interface Site {
  readonly folder: string;
  /** Of the file. */
  readonly url: string;
  readonly board: Leaderboard;
  readonly input: PageInput;
}

/** A page of given records, written into a folder of this test's own. */
export function writeSite(
  rd: readonly RdRecord[],
  options: {
    timing?: readonly TimingRecord[];
    references?: readonly ReferenceCurve[];
    estimates?: readonly EstimateRecord[];
    anchor?: string;
  } = {},
): Site {
  const { timing = [], ...rest } = options;
  const details = collectDetails();
  for (const record of rd) details.add(record);
  const tables = tablesOf(rd);
  const board = buildLeaderboard({ rd: tables, timing, facts, describe: () => null, ...rest });
  const parent = makeParent();
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const { scored } = scoreEstimates(options.estimates ?? [], sizesIn(tables));
  return write(parent, { board, tables, details, timing, estimates: scored });
}

/** The page of the results that come with the project. */
export interface ShippedSite extends Site {
  /** The leaderboard of another anchor. */
  boardOf(anchor: string): Leaderboard;
}

/** The same page for all tests of a file: the results are read, and it is written, once. */
export function useShippedSite(): () => ShippedSite {
  const parent = makeParent();
  let site: ShippedSite;
  beforeAll(() => {
    const details = collectDetails();
    const results = fileURLToPath(new URL('../../results/baseline', import.meta.url));
    const input = readResults(results, { facts, warn: () => {}, visit: details.add });
    const { rd: tables, timing } = input;
    const board = buildLeaderboard(input);
    const boardOf = (anchor: string) => buildLeaderboard({ ...input, anchor });
    site = { ...write(parent, { board, tables, details, timing }), boardOf };
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  return () => site;
}

function makeParent(): string {
  return mkdtempSync(path.join(tmpdir(), 'pareto-page-'));
}

function write(parent: string, input: PageInput): Site {
  const folder = path.join(parent, 'page');
  writePage(folder, input);
  const url = pathToFileURL(path.join(folder, 'index.html')).href;
  return { folder, url, board: input.board, input };
}

/** What a page of a site loads as `data/<n>-….js`. */
export function dataOf({ folder }: Pick<Site, 'folder'>, nth = 1): PageDataset {
  const file = readdirSync(path.join(folder, 'data')).find((name) => name.startsWith(`${nth}-`))!;
  let json = '';
  const context = createContext({ paretoData: (_name: string, text: string) => (json = text) });
  runInContext(readFileSync(path.join(folder, 'data', file), 'utf8'), context);
  return pageDataset.parse(JSON.parse(json));
}

/** Records of a curve of a codec at five qualities, over so many images. */
export function curveOf(
  codec: string,
  { images = 3, factor = 1, settings = '', metrics = ['psnr'] as readonly string[] } = {},
): RdRecord[] {
  return [20, 40, 60, 80, 90].flatMap((quality) =>
    Array.from({ length: images }, (_, nth) => {
      const bytes = Math.round(factor * (40 + quality ** 2 / 10) * (1 + nth / 10));
      const values = metrics.map((id) => [id, scoreAt(id, quality + nth)]);
      return rdOf({
        spec: `${codec}:${settings === '' ? '' : `${settings}=true,`}quality=${quality}`,
        codec,
        image: `p${nth + 1}`,
        settings: { ...(settings === '' ? {} : { [settings]: true }), quality },
        knob: 'quality',
        bytes,
        bpp: (8 * bytes) / (100 * 50),
        metrics: Object.fromEntries(values),
      });
    }),
  );
}

function scoreAt(metric: string, quality: number): number {
  if (metric === 'ms-ssim') return 1 - 0.3 * Math.exp(-quality / 20);
  if (metric === 'butteraugli') return 8 - quality / 15;
  return 20 + quality / 4 + Math.log(quality);
}

/** One Chromium for a suite, a fresh context with a page for each test. */
export function useBrowser(): (
  url: string,
  options?: BrowserContextOptions,
) => Promise<{ page: Page; errors: string[] }> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  return async (url, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    onTestFinished(() => context.close());
    // A busy machine is no failure.
    context.setDefaultTimeout(200_000);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    await page.goto(url);
    await page.locator('main > *').first().waitFor();
    return { page, errors };
  };
}

/** The chart of the page is drawn. */
export async function chartDrawn(page: Page): Promise<void> {
  await page.locator('.plot .scatterlayer .trace').first().waitFor();
}

/** The texts of a column of the board. */
export async function column(page: Page, id: string): Promise<string[]> {
  return (await page.locator(`tbody .${id}`).allInnerTexts()).map((text) => text.trim());
}
