import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createRaster, type Raster } from '#src/image/raster.js';
import { kernelMetrics } from '#src/metrics/kernel-metrics.js';
import { metrics } from '#src/metrics/registry.js';
import { describeBrowser, openPage } from '../support/browser.ts';
import { scoreOf } from '../support/score.ts';
import { scratch } from '../support/scratch.ts';
import { picture, type Recipe } from './pictures.js';

const at = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** Bundles a script as a user does, with the kernels beside it, and gives the folder. */
async function bundle(entry: string | { readonly contents: string }): Promise<string> {
  const outdir = scratch();
  await build({
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { ...entry, sourcefile: 'main.js', resolveDir: at('') }, entryNames: 'main' }),
    outdir,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    logLevel: 'error',
  });
  cpSync(at('dist/metrics/kernels'), path.join(outdir, 'kernels'), { recursive: true });
  return outdir;
}

const main = `
  import * as door from 'paretobench/metrics';
  Object.assign(globalThis, { door });
`;
const html =
  '<!doctype html><link rel="icon" href="data:,"><script type="module" src="main.js"></script>';

interface Door {
  readonly metrics: { readonly names: readonly string[] };
  score(a: object, b: object, ids: readonly string[]): Promise<Record<string, number>>;
}

const recipe: Recipe = { width: 192, height: 170, channels: 3, depth: 8, seed: 21 };

/** The page's scores of a pair whose samples it is sent. */
async function scoresThere(page: Page, a: Raster, b: Raster, ids: readonly string[]) {
  await page.waitForFunction(() => 'door' in globalThis);
  const sent = [a, b].map((raster) => ({ ...raster, data: Array.from(raster.data) }));
  return page.evaluate(
    ({ pair, names }) => {
      const { door } = globalThis as unknown as { door: Door };
      const [x, y] = pair.map(({ depth, data, ...rest }) => {
        return { ...rest, depth, data: (depth === 8 ? Uint8Array : Uint16Array).from(data) };
      });
      return door.score(x!, y!, names);
    },
    { pair: sent, names: ids },
  );
}

/** The kernels agree bit for bit; the last step's Math.pow may differ in its last digit. */
function expectSame(there: Record<string, number>, here: Record<string, number>): void {
  expect(Object.keys(there)).toEqual(Object.keys(here));
  for (const [id, value] of Object.entries(there)) {
    expect(Math.abs(value / here[id]! - 1), id).toBeLessThan(1e-14);
  }
}

async function scoresHere(a: Raster, b: Raster, ids: readonly string[]) {
  const values: Record<string, number> = {};
  for (const id of ids) values[id] = await scoreOf(await metrics.load(id), a, b);
  return values;
}

/** What the example page shows. */
interface Shown {
  readonly rows: readonly { readonly metric: string; readonly value: string }[];
  readonly pictures: readonly {
    readonly width: number;
    readonly height: number;
    readonly data: readonly number[];
  }[];
}

describeBrowser('in a browser', () => {
  test('a bundle gives the values that Node gives', async () => {
    const page = await openPage(html, await bundle({ contents: main }));
    const ids = Object.keys(kernelMetrics);
    const deep = { ...recipe, depth: 16 } as const;
    for (const each of [recipe, deep]) {
      const [original, decoded] = [picture(each), picture(each, 30)];
      const there = await scoresThere(page, original, decoded, ids);
      expectSame(there, await scoresHere(original, decoded, ids));
    }
  });

  test('what is wrong is told there too', async () => {
    const page = await openPage(html, await bundle({ contents: main }));
    const [a, b] = [picture(recipe), picture({ ...recipe, width: 190 })];
    await expect(scoresThere(page, a, b, ['psnr'])).rejects.toThrow('pictures of one size');
    await expect(scoresThere(page, a, a, ['psnrr'])).rejects.toThrow('did you mean psnr?');
    const p3 = page.evaluate("door.rasterOf(new ImageData(4, 4, { colorSpace: 'display-p3' }))");
    await expect(p3).rejects.toThrow('display-p3');
  });

  test('a kernel that is not beside the bundle is named', async () => {
    const folder = await bundle({ contents: main });
    const page = await openPage(html, path.join(folder, '.'));
    await page.route('**/kernels/ssim.wasm', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.route('**/kernels/squared-error.wasm', (route) => route.fulfill({ status: 404 }));
    const a = picture(recipe);
    await expect(scoresThere(page, a, a, ['ssim'])).rejects.toThrow(/ssim\.wasm .*no WebAssembly/);
    await expect(scoresThere(page, a, a, ['psnr'])).rejects.toThrow(/squared-error\.wasm.*404/);
    // It is asked for again: a page outlives a network that is down.
    await page.unroute('**/kernels/squared-error.wasm');
    expect(await scoresThere(page, a, a, ['psnr'])).toEqual({ psnr: Number.POSITIVE_INFINITY });
  });

  test('nothing of Node is in the bundle, and it is small', async () => {
    const folder = await bundle({ contents: main });
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const text = scripts.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
    expect(text).not.toMatch(/createRequire|sharp|from ?"node:|import\("node:/);
    expect(text.length).toBeLessThan(64 * 1024);
    const kernels = readdirSync(path.join(folder, 'kernels'));
    expect(kernels.map((name) => path.extname(name))).toEqual(kernels.map(() => '.wasm'));
    for (const name of kernels) {
      expect(statSync(path.join(folder, 'kernels', name)).size).toBeLessThan(64 * 1024);
    }
  });

  test('the example page shows the scores of its two pictures', async () => {
    const folder = await bundle(at('examples/score-in-a-page/main.js'));
    const text = readFileSync(at('examples/score-in-a-page/index.html'), 'utf8');
    const page = await openPage(text, folder);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const values: Record<string, number>[] = [];
    for (const quality of [40, 90]) {
      await page.evaluate("document.getElementById('scores').replaceChildren()");
      await page.locator('#quality').fill(String(quality));
      await page.waitForSelector('#scores tr');
      const shown = await page.evaluate<Shown>(`({
        rows: [...document.querySelectorAll('#scores tr')].map((row) => ({ ...row.dataset })),
        pictures: ['original', 'decoded'].map((id) => {
          const canvas = document.getElementById(id);
          const { width, height } = canvas;
          const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
          return { width, height, data: Array.from(data) };
        }),
      })`);
      const [a, b] = shown.pictures.map((each) =>
        createRaster({ ...each, channels: 4, depth: 8, data: Uint8Array.from(each.data) }),
      );
      const found = Object.fromEntries(
        shown.rows.map(({ metric, value }) => [metric, Number(value)]),
      );
      expect(Object.keys(found)).toHaveLength(5);
      expectSame(found, await scoresHere(a!, b!, Object.keys(found)));
      values.push(found);
    }
    expect(values[1]!['ssimulacra2']).toBeGreaterThan(values[0]!['ssimulacra2']!);
    expect(await page.textContent('#error')).toBe('');
    expect(errors).toEqual([]);
  });
});
