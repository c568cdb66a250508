import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingNames } from '#src/server/settings.js';
import { runPareto, startPareto } from '../support/pareto.ts';
import { until } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

test('--print-config tells every setting, from flags, the environment and a file', async () => {
  const cache = scratch();
  const file = path.join(cache, 'serve.json');
  writeFileSync(
    file,
    JSON.stringify({ 'max-pixels': 5000, slots: 9, 'fetch-ports': ['443', '8443'] }),
  );
  const { status, stdout, stderr } = await runPareto(
    ['serve', '--print-config', '--config', file, '--port', '9999'],
    { cache, env: { PARETO_SERVE_SLOTS: '3', PARETO_SERVE_API_KEY: 'hidden' } },
  );
  expect([status, stderr]).toEqual([0, '']);
  const told = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(told)).toEqual(settingNames);
  expect(told).toMatchObject({ port: 9999, slots: 3, 'max-pixels': 5000, 'api-key': '(set)' });
  expect(told['fetch-ports']).toEqual(['443', '8443']);
});

test.each([
  [['--max-file', 'big'], {}, /max-file takes a size such as 32M/],
  [[], { PARETO_SERVE_PORT: 'x' }, /PARETO_SERVE_PORT takes a whole number/],
  [['--storage-plugin', 'nowhere.mjs'], {}, /plug-in of storage nowhere.mjs/],
])('%j is wrong use', async (args, env, message) => {
  const { status, stderr } = await runPareto(['serve', ...args], { cache: scratch(), env });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test('it serves until TERM, and leaves nothing behind', async () => {
  const running = startPareto(['serve', '--port', '0'], { cache: scratch() });
  let told = '';
  running.process.stderr!.on('data', (text) => {
    told += text;
  });
  const url = await until(() => /serves at (\S+)/.exec(told)?.[1]);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  running.process.kill('SIGTERM');
  const { status, stdout } = await running.ended;
  expect(status).toBe(0);
  // Lines of JSON and nothing else.
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path?: string });
  expect(lines.map((line) => line.path)).toContain('/health');
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});
