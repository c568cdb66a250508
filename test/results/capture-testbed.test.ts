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
