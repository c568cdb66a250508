import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/folders.ts';
import { runPareto, startPareto } from '../support/pareto.ts';

// No program of the system shows a page here: PATH is empty, as on a machine without a display.
const env = { PATH: '' };

test('--open serves the page, says where, and ends on Ctrl-C', async () => {
  const folder = await temporaryFolder();
  const { process: child, ended } = startPareto(
    ['leaderboard', '--with-baseline', '--out', folder, '--open'],
    {
      cache: folder,
      env,
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(`ended before it served: ${text}`)));
  });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('page.js');
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect(status).toBe(0);
  expect(stderr).not.toMatch(/warning|pareto:/);
  await expect(fetch(url)).rejects.toThrow();
});

test.each([
  [['--port', '3'], '--port is of --open, which is not there'],
  [['--open', '--port', '70000'], '--port takes a whole number from 0 to 65535, got 70000'],
  [['--open', '--port', 'x'], "--port takes a number, got 'x'"],
])('%s is refused', async (args, message) => {
  const folder = await temporaryFolder();
  const { status, stderr } = await runPareto(['leaderboard', '--out', folder, ...args], {
    cache: folder,
    env,
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: `pareto: ${message}\n` });
});
