import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Engine } from '../base/engine.js';
import { UsageError, wrongOption } from '../base/errors.js';
import { testbedFile } from './layout.js';

/** Timing noise: one codec timed twice in one run, as if it were two. */
const noise = z.object({
  spec: z.string(),
  at: z.iso.datetime(),
  seed: z.int(),
  passes: z.int(),
  images: z.int(),
  /** Second timing over the first, minus 1, with its 95 % interval. */
  encode: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
  decode: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
});

/** How long the kernel that every testbed runs takes here: one run, over the passes. */
const calibration = z.object({
  kernel: z.string(),
  /** Of the kernel: times of two versions are not to be compared. */
  version: z.int().positive(),
  seconds: z.object({
    median: z.number().positive(),
    low: z.number().positive(),
    high: z.number().positive(),
  }),
  passes: z.int().positive(),
});

const hardware = z.object({
  cpu: z.string(),
  arch: z.string(),
  cores: z.int().positive(),
  memoryBytes: z.int().positive(),
});

const testbed = z.object({
  schema: z.literal(1),
  id: z.string(),
  hardware,
  features: z.array(z.string()),
  governor: z.string().nullable(),
  os: z.string(),
  node: z.string(),
  libraries: z.record(z.string(), z.string()),
  noise: noise.nullable(),
  /** Descriptions made before this field was there have none. */
  calibration: calibration.nullable().default(null),
  at: z.iso.datetime(),
});

export type Noise = z.infer<typeof noise>;
export type Calibration = z.infer<typeof calibration>;
export type Testbed = z.infer<typeof testbed>;

/** Instruction sets that codecs choose their code by. */
const wantedFeatures =
  /^(sse4_1|sse4_2|avx|avx2|fma|bmi2|avx512f|avx512bw|avx512vl|avx512_vnni|asimd|neon|sve|sve2|asimddp|crc32)$/;

/** This machine, as far as the system tells, with the libraries that it is to time. */
export function captureTestbed(engines: readonly Engine[], name?: string): Testbed {
  const cpus = os.cpus();
  const cpu = cpus[0]?.model.trim() || cpuInfo('Model') || os.arch();
  const cores = os.availableParallelism();
  return {
    schema: 1,
    id: name === undefined ? slug(`${cpu} ${cores}c`) : checkName(name),
    hardware: { cpu, arch: os.arch(), cores, memoryBytes: os.totalmem() },
    features: cpuInfo('flags|Features')
      .split(/\s+/)
      .filter((flag) => wantedFeatures.test(flag))
      .sort(),
    governor: readText('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    os: `${osName()} (${os.type()} ${os.release()})`,
    node: process.versions.node,
    libraries: versionsOf(engines),
    noise: null,
    calibration: null,
    at: new Date().toISOString(),
  };
}

/** Throws a UsageError where the name of a testbed already stands for other hardware. */
export function checkTestbed(results: string, fresh: Testbed): Testbed | null {
  const known = readTestbed(results, fresh.id);
  if (known) {
    const { cpu, cores } = known.hardware;
    if (!isSameMachine(known, fresh)) {
      throw new UsageError(
        `testbed ${fresh.id} stands for ${cpu} with ${cores} cores, and this machine has ${fresh.hardware.cpu} with ${fresh.hardware.cores}; give it another name`,
        { code: 'other-testbed', data: { testbed: fresh.id } },
      );
    }
  }
  return known;
}

/** Whether two descriptions are of one machine, as far as its processor tells. */
export function isSameMachine(a: Testbed, b: Testbed): boolean {
  const [one, other] = [a.hardware, b.hardware];
  return one.cpu === other.cpu && one.arch === other.arch && one.cores === other.cores;
}

/**
 * Writes a testbed's description, and keeps what is known of its noise and its calibration.
 * @throws UsageError where the name already stands for other hardware
 */
export function saveTestbed(results: string, fresh: Testbed): void {
  const known = checkTestbed(results, fresh);
  const file = testbedFile(results, fresh.id);
  mkdirSync(path.dirname(file), { recursive: true });
  const whole = {
    ...fresh,
    noise: fresh.noise ?? known?.noise ?? null,
    calibration: fresh.calibration ?? known?.calibration ?? null,
  };
  writeFileSync(`${file}.part`, `${JSON.stringify(whole, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

/** The stored description of a testbed, or null. */
export function readTestbed(results: string, id: string): Testbed | null {
  const file = testbedFile(results, id);
  if (!existsSync(file)) return null;
  try {
    return testbed.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new UsageError(`${file} is no testbed description; move it away and run again`, {
      code: 'broken-file',
      data: { file },
    });
  }
}

/** Versions by library, several of one library joined. */
function versionsOf(engines: readonly Engine[]): Record<string, string> {
  const names = [...new Set(engines.map((engine) => engine.name))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const versions = engines.filter((engine) => engine.name === name).map((each) => each.version);
      return [name, [...new Set(versions)].join(', ')];
    }),
  );
}

function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]*$/i.test(name)) return name;
  throw wrongOption('testbed', "letters, digits, '.', '_' and '-'", name);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\((r|tm)\)/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function cpuInfo(field: string): string {
  const text = readText('/proc/cpuinfo') ?? '';
  return new RegExp(`^(?:${field})\\s*:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
}

function osName(): string {
  const text = readText('/etc/os-release') ?? '';
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? os.version();
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
