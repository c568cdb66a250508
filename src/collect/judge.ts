import { bitsPerPixel } from '../base/bits-per-pixel.js';
import { isOfBrowser } from '../codecs/browser/page-registry.js';
import { codecKey, settingList } from '../results/identity.js';
import { rdKey, timingKey } from '../results/key.js';
import { protocolVersion, type RdRecord, type TimingRecord } from '../results/record.js';
import type { Testbed } from '../results/testbed.js';
import type { Configuration } from '../sweeps/one-configuration.js';
import { type CollectedLine, collectedLine } from './contract.js';
import type { CollectPlan } from './plan.js';

/** A line that may be written. */
export type Judged =
  | { readonly kind: 'rd'; readonly record: RdRecord }
  | { readonly kind: 'timing'; readonly record: TimingRecord }
  | { readonly kind: 'testbed'; readonly testbed: Testbed };

/** A line, or why it is refused, in words that repeat nothing of it. */
export type Verdict = Judged | { readonly refused: string };

/**
 * Judges a line that a page sent: it may be from anybody. It is a record of a job of the plan, under
 * the key that the job has, by an engine that may have run it, or the description of a testbed. What is
 * free text is short, in plain characters, and the program's own where it knows it better. Pure.
 */
export function judgeLine(json: unknown, plan: CollectPlan): Verdict {
  const parsed = collectedLine.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.map(String).filter(isPlain).join('.');
    return refuse(`is no record or testbed as docs/record.md has them${where ? `: ${where}` : ''}`);
  }
  const line = parsed.data;
  if (line.kind === 'testbed') return judgeTestbed(line);
  const subject = judgeSubject(line, plan);
  if (typeof subject === 'string') return refuse(subject);
  return line.kind === 'rd' ? judgeRd(line, subject, plan) : judgeTiming(line, subject, plan);
}

const refuse = (refused: string): { readonly refused: string } => ({ refused });

/** Letters, digits and a few signs: no markup, no paths, no control characters. */
const isPlain = (text: string): boolean => /^[\p{L}\p{N} .,:;+_()/=@-]{0,120}$/u.test(text);

/** Names of testbeds are names of files. */
export const testbedName = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

function judgeTestbed({ kind, ...line }: CollectedLine & { kind: 'testbed' }): Verdict {
  const { id, hardware, features, governor, os, node, libraries, noise } = line;
  if (!testbedName.test(id))
    return refuse('has a testbed whose name is none: letters, digits, . _ -');
  const texts = [hardware.cpu, hardware.arch, ...features, os, node, noise?.spec ?? ''];
  const named = Object.entries(libraries).flat();
  if (features.length > 40 || named.length > 200 || governor !== null) {
    return refuse('describes more of a testbed than a page is told');
  }
  if (![...texts, ...named].every(isPlain)) return refuse('has a testbed with odd characters');
  return { kind, testbed: line };
}

/** What is wrong with the job that a record names, or its configuration with the engine that ran. */
function judgeSubject(
  record: RdRecord | TimingRecord,
  { job, images, configurations }: CollectPlan,
): Configuration | string {
  if (record.protocol !== protocolVersion) return 'is of another protocol';
  if (record.dataset !== job.dataset || record.crop !== job.crop) {
    return 'is of another data set or crop than is asked for';
  }
  const image = images.find(({ sha256 }) => sha256 === record.imageSha256);
  if (image === undefined || image.name !== record.image)
    return 'is of an image that is not asked for';
  const planned = configurations.find(
    ({ codec, settings }) => codec === record.codec && sameSettings(settings, record.settings),
  );
  if (planned === undefined) return 'is of a codec or settings that are not asked for';
  if (record.spec !== planned.spec || record.knob !== planned.knob) return 'has another spec';
  const { name, version, runtime } = record.engine;
  const isPlanned =
    name === planned.engine.name &&
    version === planned.engine.version &&
    runtime === planned.engine.runtime;
  if (!isPlanned && !isOfBrowser(planned.codec)) return 'is by another engine than is served';
  if (runtime !== planned.engine.runtime || !isPlain(name) || !isPlain(version)) {
    return 'is by an engine with odd characters';
  }
  if (record.damage !== null) return 'is of a damaged image, which is not asked for';
  const { error } = record;
  if (error !== null && error.message.length > 500) return 'has a message that is too long';
  return { ...planned, engine: record.engine, identity: codecKey(record) };
}

function sameSettings(a: RdRecord['settings'], b: RdRecord['settings']): boolean {
  return JSON.stringify(settingList(a)) === JSON.stringify(settingList(b));
}

function judgeRd(record: RdRecord, { identity }: Configuration, plan: CollectPlan): Verdict {
  const { job, metricVersions } = plan;
  if (!job.measure.includes('rd')) return refuse('is of rates, which are not asked for');
  if (record.key !== rdKey(identity, record.imageSha256, job.crop))
    return refuse('has another key');
  const ids = [
    ...Object.keys(record.metrics),
    ...Object.keys(record.metricErrors),
    ...Object.keys(record.worstTiles),
  ];
  if (!ids.every((id) => Object.hasOwn(metricVersions, id))) {
    return refuse('has metrics that are not asked for');
  }
  for (const [id, version] of Object.entries(record.metricVersions)) {
    if (metricVersions[id] !== version) return refuse('has a metric of another version');
  }
  if (record.error === null && (record.bytes === null || record.bitstreamSha256 === null)) {
    return refuse('has neither bytes nor an error');
  }
  if (record.bpp !== bitsPerPixel(record.bytes, record.width, record.height))
    return refuse('has other bits per pixel than its bytes make');
  if (record.learned !== null || record.sourceBytes !== null || !isPlain(record.conversion ?? '')) {
    return refuse('says what no codec of a page can say');
  }
  if (record.machine !== null && !testbedName.test(record.machine)) {
    return refuse('has a machine whose name is none');
  }
  const { version, commit } = job;
  return { kind: 'rd', record: { ...shortErrors(record), version, commit } };
}

/** Messages of metrics, cut to one line that is short. */
function shortErrors(record: RdRecord): RdRecord {
  const metricErrors = Object.fromEntries(
    Object.entries(record.metricErrors).map(([id, message]) => [id, message.slice(0, 300)]),
  );
  return { ...record, metricErrors };
}

function judgeTiming(
  record: TimingRecord,
  { identity }: Configuration,
  plan: CollectPlan,
): Verdict {
  const { job } = plan;
  const { testbed, crop, threads, passes, seed, node, encode, decode } = record;
  if (!job.measure.includes('timing')) return refuse('is of times, which are not asked for');
  if (!testbedName.test(testbed)) return refuse('has a testbed whose name is none');
  if (threads !== 1 || passes !== job.passes || seed !== job.seed || !isPlain(node)) {
    return refuse('was timed in another way than is asked for');
  }
  if (record.key !== timingKey(identity, record.imageSha256, { testbed, crop, threads, passes })) {
    return refuse('has another key');
  }
  for (const { total, cpu, stages, childCpu, reported } of [encode, decode]) {
    const isRight = total.length <= passes && cpu.length === 0 && !childCpu && !reported;
    const names = Object.keys(stages);
    if (!isRight || names.length > 12 || !names.every(isPlain)) {
      return refuse('has samples that no page can have');
    }
    if (Object.values(stages).some(({ length }) => length > passes)) {
      return refuse('has samples that no page can have');
    }
  }
  const { version, commit } = job;
  return { kind: 'timing', record: { ...record, peakBytes: null, version, commit } };
}
