import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { endedChildrenCpuSeconds } from '#src/runtimes/cli/child-cpu.js';

test.runIf(process.platform === 'linux')('counts what ended, and nothing of this process', () => {
  const before = endedChildrenCpuSeconds()!;
  const start = process.cpuUsage();
  while (process.cpuUsage(start).user < 50_000);
  expect(endedChildrenCpuSeconds()).toBe(before);
  const spin = 'const s = process.cpuUsage(); while (process.cpuUsage(s).user < 2e5);';
  spawnSync(process.execPath, ['--eval', spin]);
  expect(endedChildrenCpuSeconds()! - before).toBeGreaterThan(0.19);
});
