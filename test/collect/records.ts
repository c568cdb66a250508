import type { CollectPlan } from '#src/collect/plan.js';
import { rdKey, timingKey } from '#src/results/key.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';

/** A record as a page sends it, of the first image and one configuration of a plan. */
export function rdOf(plan: CollectPlan, index = 1): RdRecord {
  const { job, configurations, metricVersions } = plan;
  const { codec, spec, settings, knob, engine, identity } = configurations[index]!;
  const { name, sha256 } = job.images[0]!;
  return {
    ...{ schema: 1, kind: 'rd', protocol: 1, key: rdKey(identity, sha256, job.crop) },
    ...{ codec, spec, settings, knob, engine },
    ...{ dataset: job.dataset, image: name, imageSha256: sha256, crop: job.crop },
    ...{ width: 64, height: 64, damage: null, bytes: 1024, sourceBytes: null, bpp: 2 },
    bitstreamSha256: 'a'.repeat(64),
    ...{ conversion: null, exact: true, alpha: null, metrics: { psnr: null } },
    metricVersions: { psnr: metricVersions['psnr']! },
    ...{ metricErrors: {}, worstTiles: {}, learned: null, machine: null, error: null },
    ...{ version: job.version, commit: job.commit, at: '2026-11-29T12:00:00.000Z' },
  };
}

export function timingOf(plan: CollectPlan, index = 1, testbed = 'phone'): TimingRecord {
  const { kind, key, metrics, metricVersions, metricErrors, worstTiles, ...rest } = rdOf(
    plan,
    index,
  );
  const {
    sourceBytes,
    bpp,
    bitstreamSha256,
    conversion,
    exact,
    alpha,
    learned,
    machine,
    ...subject
  } = rest;
  const { crop, passes, seed } = plan.job;
  const samples = { total: [0.1, 0.1, 0.1], cpu: [], stages: { encode: [0.1, 0.1, 0.1] } };
  return {
    ...subject,
    kind: 'timing',
    key: timingKey(plan.configurations[index]!.identity, subject.imageSha256, {
      ...{ testbed, crop, threads: 1, passes },
    }),
    ...{ testbed, node: 'Firefox 153.0', threads: 1, passes, seed, setupSeconds: null },
    ...{ encode: samples, decode: samples, peakBytes: null },
  };
}

/** The description of a testbed as a page sends it. */
export const phone = {
  kind: 'testbed',
  schema: 1,
  id: 'phone',
  hardware: {
    cpu: 'unknown, Firefox 153.0 on Android 16',
    arch: 'unknown',
    cores: 8,
    memoryBytes: null,
  },
  features: ['cross-origin isolated', 'clock of 20 us'],
  governor: null,
  os: 'Android 16',
  node: 'Firefox 153.0',
  libraries: { qoi: '1' },
  noise: null,
  calibration: null,
  at: '2026-11-29T12:00:00.000Z',
} as const;
