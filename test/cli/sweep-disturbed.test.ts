import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { rdRecordsIn } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { childrenOf, until } from '../support/processes.ts';
import { hasLine, useBench } from './bench.ts';

const example = new URL('../../examples/quantise-deflate.js', import.meta.url).href;
const slowPlugin = `
  import { codecs as examples } from '${example}';
  const [example] = examples;
  export const pluginApi = 1;
  export const version = '1';
  const open = async (...given) => {
    const session = await example.open(...given);
    const encode = async (image, clock) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return session.encode(image, clock);
    };
    return { ...session, encode };
  };
  export const codecs = [{ ...example, id: 'slow', open }];
`;

describe('a sweep that is disturbed', () => {
  const bench = useBench();
  // Half a second a job, in which nothing is computed: long enough to be hit while it runs.
  let slow: string[];

  beforeEach(async () => {
    await savePictures(bench.images, 4);
    const plugin = path.join(bench.folder, 'slow.mjs');
    writeFileSync(plugin, slowPlugin);
    slow = ['--plugin', plugin, '--codec', 'slow:step=8', '--metrics', 'psnr', '--jobs', '1'];
  });

  test('Ctrl-C keeps what is measured, ends with 130, and the next run goes on', async () => {
    const running = bench.start(...slow);
    await until(() => hasLine(bench.rdFile('slow')));
    running.process.kill('SIGINT');
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/all that is measured is kept/);
    const kept = rdRecordsIn(bench.rdFile('slow'));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every(({ error }) => error === null)).toBe(true);
    const plan = JSON.parse((await bench.sweep(...slow, '--dry-run', '--json')).stdout);
    expect(plan.rd.jobs.length + plan.rd.finished).toBe(8);
    expect(plan.rd.finished).toBeGreaterThanOrEqual(kept.length);
  });

  test.runIf(process.platform === 'linux')(
    'a worker that is killed, or is late, is a failed record, and the sweep goes on',
    async () => {
      const args = [...slow, '--max-failures', '0.5'];
      const running = bench.start(...args);
      const worker = await until(() =>
        childrenOf(running.process.pid!).find(({ command }) => command.includes('rd/worker')),
      );
      await until(() => hasLine(bench.rdFile('raw')) || hasLine(bench.rdFile('slow')));
      process.kill(worker.pid, 'SIGKILL');
      expect((await running.ended).status).toBe(0);
      const all = [...rdRecordsIn(bench.rdFile('slow')), ...rdRecordsIn(bench.rdFile('raw'))];
      const failed = all.filter(({ error }) => error !== null);
      expect(all).toHaveLength(8);
      expect(failed.map(({ error }) => error)).toEqual([
        { stage: 'worker', message: 'the process died with SIGKILL' },
      ]);
    },
  );

  test('a job over the time limit is a failed record', async () => {
    await savePictures(bench.images, 1, { width: 1600, height: 1200 });
    const args = ['--codec', 'avif:speed=0,quality=90', '--images', 'p1', '--time-limit', '1'];
    const { status, stderr } = await bench.sweep(...args, '--max-failures', '1');
    expect(status).toBe(0);
    expect(stderr).toMatch(/failed in timeout: not done after 1 s; allow more \(--time-limit\)/);
    expect(rdRecordsIn(bench.rdFile('avif'))[0]?.error).toEqual({
      stage: 'timeout',
      message: 'not done after 1 s; allow more',
    });
  });

  test('two sweeps at once into one folder do no harm', async () => {
    const args = ['--codec', 'jpeg,webp', '--quality', '20,40,60,80', '--metrics', 'psnr'];
    const both = await Promise.all([
      bench.sweep(...args, '--seed', '1'),
      bench.sweep(...args, '--seed', '2'),
    ]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    for (const codec of ['jpeg', 'webp']) {
      const records = rdRecordsIn(bench.rdFile(codec));
      const plan = JSON.parse((await bench.sweep(...args, '--dry-run', '--json')).stdout);
      expect(plan.rd.jobs).toEqual([]);
      expect(records.every(({ error }) => error === null)).toBe(true);
    }
  });
});
