// Bundles the page of the leaderboard into dist/leaderboard/page/site: classic scripts, which open
// from the file system too, where modules may not be loaded.

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'src/leaderboard/page/browser');
const target = path.join(root, 'dist/leaderboard/page/site');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  entryPoints: { page: path.join(source, 'main.ts') },
  outdir: target,
  bundle: true,
  format: 'iife',
  target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
for (const file of ['index.html', 'icon.svg']) {
  copyFileSync(path.join(source, file), path.join(target, file));
}
const plotly = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
copyFileSync(plotly, path.join(target, 'plotly.min.js'));
