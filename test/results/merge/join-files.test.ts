import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { joinEqual, joinTestbeds } from '#src/results/merge/join-files.js';
import { scratch } from '../../support/scratch.js';

function folderWith(root: string, name: string, file: string, value: unknown): string {
  const target = path.join(root, name, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(value));
  return path.join(root, name);
}

const testbedOf = (changes: object) => ({
  ...{ schema: 1, id: 'pi', features: [], governor: null, os: 'linux', node: '20.20.0' },
  hardware: { cpu: 'a cpu', arch: 'x64', cores: 2, memoryBytes: 1e9 },
  ...{ libraries: {}, noise: null, calibration: null, at: '2026-01-01T00:00:00Z', ...changes },
});

test('the last description of a testbed keeps the calibration that an earlier one knew', () => {
  const root = scratch();
  const seconds = { median: 1, low: 1, high: 1 };
  const calibration = { kernel: 'k', version: 1, seconds, passes: 5 };
  const name = 'testbeds/pi.json';
  const folders = [
    folderWith(root, 'a', name, testbedOf({ calibration })),
    folderWith(root, 'b', name, testbedOf({ at: '2026-02-01T00:00:00Z' })),
  ];
  for (const order of [folders, [...folders].reverse()]) {
    const [joined] = joinTestbeds(order, 'out');
    expect(joined!.file).toBe(path.join('out', name));
    expect(JSON.parse([...joined!.pieces].join(''))).toMatchObject({
      ...{ at: '2026-02-01T00:00:00Z', calibration },
    });
  }
});

test('published curves that say one thing are one, whenever they were imported', () => {
  const root = scratch();
  const name = 'reference/kodak/vtm.json';
  const a = folderWith(root, 'a', name, { label: 'vtm', at: '2026-01-01T00:00:00Z' });
  const b = folderWith(root, 'b', name, { label: 'vtm', at: '2026-02-01T00:00:00Z' });
  expect(joinEqual([a, b], 'out')).toEqual(joinEqual([b, a], 'out'));
  const c = folderWith(root, 'c', name, { label: 'hm', at: '2026-01-01T00:00:00Z' });
  expect(() => joinEqual([a, c], 'out')).toThrow('what it holds is to be the same');
  const broken = folderWith(root, 'd', 'reference/kodak/other.json', 1);
  writeFileSync(path.join(broken, 'reference/kodak/other.json'), '{');
  expect(() => joinEqual([broken], 'out')).toThrow('is no JSON');
});
