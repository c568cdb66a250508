import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { timingFile } from '#src/results/layout.js';
import { saveTestbed } from '#src/results/stored-testbeds.js';
import { forecastSweep } from '#src/sweeps/forecast.js';
import { openPaces } from '#src/sweeps/paces.js';
import { planSweep, type SweepPlan } from '#src/sweeps/prepare.js';
import { savePictures } from '../support/photos.ts';
import { timingOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

let out: string;
let dataset: string;
beforeEach(async () => {
  out = path.join(scratch(), 'results');
  dataset = path.join(out, '..', 'photos');
  await savePictures(dataset, 2);
});

const planOf = (changes: object = {}) =>
  planSweep({ codecs: 'jpeg:quality=50', metrics: 'psnr', dataset, out, jobs: 2, ...changes });

/** Stores that a configuration of the plan took two seconds a megapixel, encode and decode together. */
async function store({ configurations }: SweepPlan, spec: string, testbed: string, named?: string) {
  const known = configurations.find((each) => each.spec === spec)!;
  const { codec, settings, knob, engine } = known;
  const record = timingOf({
    ...{ spec, codec, settings, knob, engine, image: 'x', testbed },
    ...{ encode: [0.5, 0.5], decode: [0.5, 0.5] },
  });
  const file = timingFile(out, testbed, 'elsewhere', codec);
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(record)}\n`);
  const here = captureTestbed([], testbed);
  const hardware = named === undefined ? here.hardware : { ...here.hardware, cpu: named };
  await saveTestbed(out, { ...here, id: testbed, hardware });
}

test('is by stored times of the same settings, else of the same curve', async () => {
  const plan = await planOf({ codecs: 'jpeg:quality=50+90' });
  const { source: _, ...before } = openPaces(
    scratch(),
    captureTestbed([]),
  )(plan.configurations[1]!) ?? { source: null };
  await store(plan, 'jpeg:quality=50', 'here');
  const paceOf = openPaces(out, captureTestbed([]));
  const [, low, high] = plan.configurations;
  const own = {
    secondsPerMegapixel: 2,
    source: { testbed: 'here', folder: out, isLikeThis: true },
  };
  expect(paceOf(low!)).toEqual(own);
  // The baseline may have that very point, of another machine: it counts for what is not stored here.
  expect(paceOf(high!)).not.toBeNull();
  expect(before).toBeDefined();
});

test('a machine like this one counts before another', async () => {
  const plan = await planOf();
  await store(plan, 'jpeg:quality=50', 'a-foreign', 'Some other processor');
  await store(plan, 'jpeg:quality=50', 'here');
  const pace = openPaces(out, captureTestbed([]))(plan.configurations[1]!);
  expect(pace?.source).toMatchObject({ testbed: 'here', isLikeThis: true });
});

test('counts pixels, passes and workers, and says of what nothing is known', async () => {
  const plan = await planOf({ measure: ['rd', 'timing'], passes: 3, crop: '32x32' });
  for (const spec of ['jpeg:quality=50', 'raw']) await store(plan, spec, 'here');
  const told = await forecastSweep(plan);
  const megapixels = (32 * 32) / 1e6;
  // Two codecs on two images; four passes when they are timed.
  expect(told.codecSeconds).toBeCloseTo(2 * 4 * megapixels, 9);
  expect(told.timingSeconds).toBeCloseTo(2 * 4 * 4 * megapixels, 9);
  expect(told.metricSeconds).toBeGreaterThan(0);
  expect(told).toMatchObject({ workers: 2, jobs: 8, unknownJobs: 0, unknown: [] });
  expect(told.seconds).toBeCloseTo(
    (told.codecSeconds + told.metricSeconds) / 2 + told.timingSeconds,
    9,
  );
  const other = await forecastSweep(await planOf({ codecs: 'qoi', out: scratch() }));
  expect(other.jobs).toBe(4);
  expect(other.unknownJobs).toBe(other.unknown.length * 2);
});
