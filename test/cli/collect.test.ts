import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

test('collect prints an address with its token, and Ctrl-C ends it', async () => {
  const out = path.join(scratch(), 'results');
  const args = ['collect', '--dataset', 'sample', '--limit', '1', '--codec', 'qoi', '--out', out];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for await (const part of child.stdout) {
    printed += part;
    if (printed.includes('#token=')) break;
  }
  const [url] = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{20,}/.exec(printed) ?? [];
  expect(url).toBeDefined();
  expect((await fetch(url!)).status).toBe(200);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [['--passes', '0'], 'a whole number from 1 to 1000, got 0'],
  [['--port', '70000'], 'a whole number from 0 to 65535'],
  [['--measure', 'speed'], "unknown measurement 'speed'"],
  [['--codec', 'webp'], 'engine=wasm'],
  [['--crop', 'large'], 'large'],
])('collect %j is refused', async (args, told) => {
  const { status, stderr } = await runPareto(['collect', ...args], { cache: scratch() });
  expect(status).toBe(2);
  expect(stderr).toContain(told);
});
