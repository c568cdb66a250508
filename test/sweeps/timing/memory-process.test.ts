import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openPool } from '#src/runtimes/processes/pool.js';
import type { MemoryAnswer, MemoryTask } from '#src/sweeps/timing/memory-process.js';
import { ownCodec } from '../../support/own-codec.ts';
import { scratch } from '../../support/scratch.ts';

test('one process writes the bitstream of the samples in a file, another reads it', async () => {
  const folder = scratch();
  const [input, bitstream] = ['input', 'bitstream'].map((name) => path.join(folder, name));
  writeFileSync(input!, Uint8Array.of(5, 6, 7, 8, 9, 10));
  const decoded = path.join(folder, 'decoded');
  const { source } = ownCodec({ decode: `fs.writeFileSync(${JSON.stringify(decoded)}, bytes);` });
  const task = {
    ...{ codec: source, settings: {}, resources: { threads: 1, maxPixels: 9 } },
    ...{ input: input!, bitstream: bitstream! },
    layout: { width: 2, height: 1, channels: 3 as const, depth: 8 as const },
  };
  const ask = async (direction: MemoryTask['direction']): Promise<MemoryAnswer> => {
    const pool = openPool<MemoryTask, MemoryAnswer>({
      module: new URL('../../../dist/sweeps/timing/memory-process.js', import.meta.url),
      ...{ workers: 1, answer: z.custom<MemoryAnswer>() },
    });
    const answer = await pool.ask({ ...task, direction }, { timeLimitSeconds: 200 });
    await pool.close();
    return answer;
  };
  const answers = [await ask('encode')];
  expect([...readFileSync(bitstream!)]).toEqual([2, 1, 3, 5, 6, 7, 8, 9, 10]);
  expect(existsSync(decoded)).toBe(false);
  answers.push(await ask('decode'));
  expect([...readFileSync(decoded)]).toEqual([2, 1, 3, 5, 6, 7, 8, 9, 10]);
  for (const { idle, peak, setupSeconds } of answers) {
    expect(setupSeconds).toBeGreaterThan(0);
    expect(idle).toBeGreaterThan(10e6);
    expect(peak).toBeGreaterThanOrEqual(idle * 0.9);
    expect(peak).toBeLessThan(100 * idle);
  }
});
