import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { timingRecordsIn } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { until } from '../support/processes.ts';
import { hasLine, useBench } from './bench.ts';

describe('a timing sweep', () => {
  const bench = useBench();
  const timed = ['--codec', 'jpeg:quality=75', '--measure', 'rd,timing', '--testbed', 'here'];
  const file = () => path.join(bench.results, 'timing', 'here', 'photos', 'jpeg.jsonl');

  test('keeps all samples, stages, CPU time, memory and the noise of the testbed', async () => {
    const { status, stdout } = await bench.sweep(...timed, '--passes', '3', '--crop', '32x32');
    expect(status).toBe(0);
    const records = timingRecordsIn(file());
    expect(records).toHaveLength(3);
    for (const record of records) {
      expect(record).toMatchObject({ crop: '32x32', width: 32, height: 32, threads: 1, passes: 3 });
      for (const direction of [record.encode, record.decode]) {
        expect(direction.total).toHaveLength(3);
        expect(direction.cpu).toHaveLength(3);
        for (const [pass, total] of direction.total.entries()) {
          expect(total).toBeGreaterThan(0);
          const stages = Object.values(direction.stages).map((samples) => samples[pass]!);
          expect(stages.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 9);
        }
      }
      expect(record.setupSeconds).toBeGreaterThan(0);
      expect(record.peakBytes?.encode).toBeGreaterThan(10e6);
      expect(record.peakBytes?.encode).toBeGreaterThanOrEqual(record.peakBytes!.idle);
    }
    const testbed = JSON.parse(
      readFileSync(path.join(bench.results, 'testbeds', 'here.json'), 'utf8'),
    );
    expect(testbed.noise).toMatchObject({ spec: 'jpeg:quality=75', passes: 3, images: 3 });
    expect(testbed.calibration).toMatchObject({ kernel: 'dct-coder-walk', version: 1, passes: 7 });
    const { difference, low, high } = testbed.noise.encode;
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    expect(stdout).toMatch(/A\/A noise of jpeg:quality=75/);
    const plan = JSON.parse(
      (await bench.sweep(...timed, '--passes', '3', '--crop', '32x32', '--dry-run', '--json'))
        .stdout,
    );
    expect(plan.timing.configurations).toEqual([]);
  });

  test('a sweep that is stopped or killed keeps the passes it made, and the next one goes on', async () => {
    await savePictures(bench.images, 3, { width: 512, height: 512 });
    const args = [...timed, '--passes', '200', '--measure', 'timing'];
    const running = bench.start(...args);
    const folder = path.dirname(file());
    const journals = () =>
      existsSync(folder)
        ? readdirSync(folder).filter((name) => /^\.journal.*\.jsonl$/.test(name))
        : [];
    await until(() =>
      journals().some((name) => hasLine(path.join(folder, name), '"codec":"jpeg"')),
    );
    running.process.kill('SIGKILL');
    await running.ended;
    expect(journals()).toHaveLength(1);
    const journal = path.join(folder, journals()[0]!);
    const passesIn = () =>
      readFileSync(journal, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"pass":0')).length;
    const killed = passesIn();
    const next = bench.start(...args);
    await until(() => passesIn() > killed);
    next.process.kill('SIGINT');
    const { status, stderr } = await next.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/goes on with a timing run that was ended before its time/);
    // It is there for the next one.
    expect(journals()).toHaveLength(1);
    const [first] = timingRecordsIn(file());
    expect(first?.encode.total).toHaveLength(passesIn());
    expect(first?.encode.total.length).toBeLessThan(200);
    const plan = JSON.parse((await bench.sweep(...args, '--dry-run', '--json')).stdout);
    expect(plan.timing.configurations).toContain('jpeg:quality=75');
  });
});
