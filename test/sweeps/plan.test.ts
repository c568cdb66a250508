import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codecKey } from '#src/results/identity.js';
import { rdKey, timingKey } from '#src/results/key.js';
import type { RecordOutline } from '#src/results/outlines.js';
import { planRd, planTiming } from '#src/sweeps/plan.js';

const engine = { name: 'lib', version: '1', runtime: 'native' as const };
const configurations = [30, 60].map((quality) => ({
  codec: 'webp',
  source: 'webp',
  input: 'samples' as const,
  spec: `webp:quality=${quality}`,
  settings: { quality },
  knob: 'quality',
  engine,
  identity: codecKey({ codec: 'webp', engine, settings: { quality } }),
}));
const images = ['a', 'b', 'c'].map((name) => ({
  name,
  path: `/${name}.png`,
  sha256: hash('sha256', name),
  bytes: 1,
}));
const metrics = { psnr: '1', ssim: '1' };
const keys = configurations.flatMap((configuration) =>
  images.map((image) => rdKey(configuration.identity, image.sha256, null)),
);
const stored = (entries: Record<string, Partial<RecordOutline>>) => {
  const map = new Map(
    Object.entries(entries).map(([key, entry]) => [
      key,
      {
        failed: false,
        metricVersions: metrics,
        passes: 0,
        hasMemory: true,
        unloadable: false,
        isEarly: false,
        ...entry,
      },
    ]),
  );
  return () => map;
};
const rdStored = (entries: Record<string, Partial<RecordOutline>>) => {
  const map = stored(entries)();
  return () => ({
    of: (identity: string, crop: string | null) => (sha256: string) =>
      map.get(rdKey(identity, sha256, crop)),
    hasEarly: false,
  });
};
const plan = (changes: Partial<Parameters<typeof planRd>[0]> = {}) =>
  planRd({
    configurations,
    images,
    crop: null,
    metrics,
    stored: rdStored({}),
    seed: 1,
    ...changes,
  });

describe('planRd', () => {
  test('pairs every configuration with every image, once, in an order that the seed decides', () => {
    const { jobs, finished } = plan();
    expect(finished).toBe(0);
    expect(jobs.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(jobs).toEqual(plan().jobs);
    expect(jobs).not.toEqual(plan({ seed: 2 }).jobs);
  });

  test('makes early records of pictures that are read otherwise by now anew, and no others', () => {
    const answer = plan({
      stored: rdStored({ [keys[0]!]: { isEarly: true }, [keys[1]!]: { isEarly: true } }),
      reread: new Set([images[0]!.sha256]),
    });
    expect(answer).toMatchObject({ finished: 1, rescored: 0, retried: 0 });
    expect(answer.jobs.find(({ key }) => key === keys[0])).toMatchObject({ stored: false });
    const present = { stored: rdStored({ [keys[0]!]: {} }), reread: new Set([images[0]!.sha256]) };
    expect(plan(present).finished).toBe(1);
  });

  test('leaves out what is finished and tries failed jobs again', () => {
    const answer = plan({ stored: rdStored({ [keys[0]!]: {}, [keys[1]!]: { failed: true } }) });
    expect(answer.finished).toBe(1);
    expect(answer.retried).toBe(1);
    expect(answer.jobs.map(({ key }) => key)).not.toContain(keys[0]);
    expect(answer.jobs.map(({ key }) => key)).toContain(keys[1]);
  });

  test('a record without a metric, or with an old version of it, is scored for that metric alone', () => {
    const answer = plan({
      stored: rdStored({
        [keys[0]!]: { metricVersions: { psnr: '1', lpips: '1' } },
        [keys[1]!]: { metricVersions: { psnr: '1', ssim: '0' } },
      }),
    });
    const job = (key: string) => answer.jobs.find((each) => each.key === key);
    expect(answer.rescored).toBe(2);
    expect(job(keys[0]!)).toMatchObject({
      metrics: ['ssim'],
      kept: ['psnr', 'lpips'],
      stored: true,
    });
    expect(job(keys[1]!)).toMatchObject({ metrics: ['ssim'], kept: ['psnr'], stored: true });
  });

  test('rescore computes wanted metrics anew from the stored bitstream; force starts over', () => {
    const all = rdStored({ [keys[0]!]: { metricVersions: { psnr: '1', ssim: '1', lpips: '1' } } });
    const rescored = plan({ stored: all, rescore: true }).jobs.find(({ key }) => key === keys[0]);
    expect(rescored).toMatchObject({ metrics: ['psnr', 'ssim'], kept: ['lpips'], stored: true });
    const forced = plan({ stored: all, force: true }).jobs.find(({ key }) => key === keys[0]);
    expect(forced).toMatchObject({ metrics: ['psnr', 'ssim'], kept: [], stored: false });
  });
});

describe('keys', () => {
  test('change with everything that the figures depend on, and with nothing else', () => {
    const sha256 = hash('sha256', 'a');
    const key = rdKey(configurations[0]!.identity, sha256, null);
    const others = [
      rdKey(
        codecKey({ codec: 'webp', engine: { ...engine, version: '2' }, settings: { quality: 30 } }),
        sha256,
        null,
      ),
      rdKey(codecKey({ codec: 'webp', engine, settings: { quality: 31 } }), sha256, null),
      rdKey(codecKey({ codec: 'avif', engine, settings: { quality: 30 } }), sha256, null),
      rdKey(configurations[0]!.identity, hash('sha256', 'b'), null),
      rdKey(configurations[0]!.identity, sha256, '64x64'),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
    const swapped = codecKey({ codec: 'webp', engine, settings: { b: 1, a: 2 } });
    expect(swapped).toBe(codecKey({ codec: 'webp', engine, settings: { a: 2, b: 1 } }));
  });
});

describe('planTiming', () => {
  const conditions = { testbed: 'here', crop: '512x512', threads: 1, passes: 5 };
  const timingKeys = images.map(({ sha256 }) =>
    timingKey(configurations[0]!.identity, sha256, conditions),
  );
  const timed = (entry: Partial<RecordOutline>[]) =>
    planTiming({
      configurations,
      images,
      conditions,
      stored: stored(Object.fromEntries(entry.map((each, i) => [timingKeys[i]!, each]))),
    });

  test('a configuration is finished when all its images have all their passes', () => {
    const whole = { passes: 5 };
    expect(timed([whole, whole, whole])).toMatchObject({
      configurations: [configurations[1]],
      finished: 3,
    });
    expect(timed([whole, whole]).configurations).toEqual(configurations);
    expect(timed([whole, whole, { passes: 4 }]).configurations).toEqual(configurations);
    expect(timed([whole, whole, { passes: 5, failed: true }]).configurations).toEqual(
      configurations,
    );
    expect(timed([whole, whole, { passes: 5, hasMemory: false }]).configurations).toEqual(
      configurations,
    );
    // A file that cannot be loaded never can; a new one has a key of its own.
    const unloadable = { passes: 0, failed: true, unloadable: true };
    expect(timed([whole, whole, unloadable])).toMatchObject({
      configurations: [configurations[1]],
      finished: 3,
    });
  });

  test('what another run has timed meanwhile is no longer lacking', () => {
    const plan = timed([]);
    const whole = { passes: 5 };
    const later = stored(Object.fromEntries(timingKeys.map((key) => [key, whole])));
    expect(plan.stillLacking(stored({}))).toEqual(configurations);
    expect(plan.stillLacking(later)).toEqual([configurations[1]]);
    const forced = planTiming({
      ...{ configurations, images, conditions, stored: later, force: true },
    });
    expect(forced.stillLacking(later)).toEqual(configurations);
  });
});
