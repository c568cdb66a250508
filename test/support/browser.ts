import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, onTestFinished, test } from 'vitest';
import { serve } from './server.ts';

const executablePath = process.env['PARETO_CHROMIUM'] ?? '/usr/bin/chromium';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A suite that needs Chromium: skipped without it, failing in CI. */
export function describeBrowser(name: string, suite: () => void): void {
  if (existsSync(executablePath)) describe(name, suite);
  else if (!process.env['CI']) {
    test.skip(`${name}: needs Chromium (apt install chromium, or PARETO_CHROMIUM)`, () => {});
  } else {
    describe(name, () => {
      throw new Error(`needs Chromium: none at ${executablePath} (apt install chromium)`);
    });
  }
}

/** A real Chromium. Whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html',
};

/**
 * A page of a real Chromium for the length of a test. Its server gives out `html` at the root and
 * the project's own files, dist/ and node_modules/ among them, at their paths; or those of another
 * folder.
 */
export async function openPage(html: string, folder = root): Promise<Page> {
  const { url } = await serve(async (_nth, request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const type = types[path.extname(pathname)] ?? 'text/html';
    const body =
      pathname === '/' ? html : await readFile(path.join(folder, pathname)).catch(() => null);
    response.writeHead(body === null ? 404 : 200, { 'content-type': type }).end(body);
  });
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(200_000);
  await page.goto(url);
  return page;
}
