import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Engine } from '../base/engine.js';
import { wrongOption } from '../base/errors.js';
import type { Testbed } from './testbed.js';

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
