import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';

const engine = { name: 'libwebp', version: '1.6.0', runtime: 'native' as const };

test('describes this machine and what it is to time', () => {
  const testbed = captureTestbed([engine]);
  expect(testbed.id).toMatch(/^[a-z0-9-]+-\d+c$/);
  expect(testbed.hardware.cores).toBeGreaterThan(0);
  expect(testbed.node).toBe(process.versions.node);
  expect(testbed.libraries).toEqual({ libwebp: '1.6.0' });
  expect(captureTestbed([], 'desk.1').id).toBe('desk.1');
  expect(() => captureTestbed([], '../up')).toThrow(/^testbed takes letters/);
});

test('names each library once, with all of its versions', () => {
  const { libraries } = captureTestbed([
    { ...engine, name: 'libz' },
    engine,
    { ...engine, version: '1.5.0' },
    engine,
  ]);
  expect(Object.entries(libraries)).toEqual([
    ['libwebp', '1.6.0, 1.5.0'],
    ['libz', '1.6.0'],
  ]);
});

const read = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, 'utf8') : null;

test.runIf(process.platform === 'linux')('is what the system tells of itself', () => {
  const testbed = captureTestbed([]);
  const lines = (read('/proc/cpuinfo') ?? '').split('\n').map((line) => line.split(/\s*:\s*/));
  const flags = lines.find(([name]) => name === 'flags' || name === 'Features')?.[1] ?? '';
  const of = (flag: string) => flags.split(' ').includes(flag);
  for (const flag of ['sse4_2', 'avx', 'avx2', 'fma', 'avx512f', 'asimd', 'sve', 'crc32']) {
    expect(testbed.features.includes(flag), flag).toBe(of(flag));
  }
  for (const flag of testbed.features) expect(of(flag), flag).toBe(true);
  for (const flag of ['fpu', 'vme', 'sse', 'fp']) expect(testbed.features).not.toContain(flag);
  expect(testbed.features).toEqual(testbed.features.toSorted());
  const governor = read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor');
  expect(testbed.governor).toBe(governor?.trim() ?? null);
  const release = (read('/etc/os-release') ?? '').split('\n');
  const pretty = release.find((line) => line.startsWith('PRETTY_NAME='));
  if (pretty) {
    const name = pretty.slice('PRETTY_NAME='.length).replaceAll('"', '');
    expect(testbed.os).toBe(`${name} (${os.type()} ${os.release()})`);
  }
  expect(testbed.hardware).toEqual({
    cpu: os.cpus()[0]?.model.trim() || expect.stringMatching(/^\S/),
    arch: os.arch(),
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
  });
  expect(testbed).toMatchObject({ noise: null, calibration: null, schema: 1 });
});

test('the id is made of the name of the processor and its cores', () => {
  const { id, hardware } = captureTestbed([]);
  expect(id.endsWith(`-${hardware.cores}c`)).toBe(true);
  const words = hardware.cpu.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  for (const part of id.split('-').slice(0, -1)) expect(words).toContain(part);
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(id).not.toMatch(/-(r|tm)-/);
});

test.each(['', '.hidden', '-x', 'a b', 'ä', 'a/b'])('a testbed is not called %o', (name) => {
  expect(() => captureTestbed([], name)).toThrow('testbed takes letters, digits');
});
