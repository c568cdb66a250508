// Takes the pictures of the page that stand in README.md and docs/page.md, from results/baseline:
//
//   npm run build && node scripts/page-screenshots.js
//
// Needs Chromium (PARETO_CHROMIUM names another than /usr/bin/chromium).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { writePage } from '#src/library/write-page.js';

const size = { width: 1400, height: 960 };
const mostBytes = 250_000;
const pictures = [
  { file: 'docs/page-answer.png', address: '#view=answer&data=kodak&metric=ssimulacra2' },
  { file: 'docs/page-board.png', address: '#view=board&data=kodak&metric=ssimulacra2' },
  { file: 'docs/page-curves.png', address: '#view=curves&data=kodak&metric=ssimulacra2' },
];

const folder = mkdtempSync(path.join(tmpdir(), 'pareto-screenshots-'));
const browser = await chromium.launch({
  executablePath: process.env['PARETO_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const { page } = await writePage(folder, {
    withBaseline: true,
    pictures: { images: 0, bytes: 0 },
    onWarning: console.warn,
  });
  for (const { file, address } of pictures) {
    // Twice the pixels: most who read the README have them.
    const tab = await browser.newPage({
      viewport: size,
      deviceScaleFactor: 2,
      colorScheme: 'light',
    });
    await tab.goto(pathToFileURL(path.join(page, 'index.html')).href + address);
    await tab.locator('tbody tr, .scatterlayer .trace').first().waitFor();
    const taken = await tab.screenshot();
    const small = await sharp(taken).png({ palette: true, colours: 64, effort: 10 }).toBuffer();
    if (small.length > mostBytes) {
      throw new Error(`${file} takes ${small.length} bytes, more than ${mostBytes}`);
    }
    writeFileSync(file, small);
    console.log(`${file}: ${small.length} bytes`);
    await tab.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
