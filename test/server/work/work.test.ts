import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { startChild } from '#src/runtimes/processes/child.js';
import { readSettings } from '#src/server/read-settings.js';
import { inspection } from '#src/server/work/inspection.js';
import { decodedBytesOf, memoryFor, openWork } from '#src/server/work/work.js';
import { picture } from '../../support/photos.ts';

test('a header is read in a process of its own (inspect-worker.ts), and what is too large refused', async () => {
  const flags = { 'max-decoded': 2 ** 20, slots: 3, queue: 2 };
  const work = openWork(readSettings({ flags }));
  const signal = new AbortController().signal;
  try {
    expect([work.gates.optimize.slots, work.gates.estimate.slots]).toEqual([3, 6]);
    const estimate = { quality: 40, lossyPng: true };
    const bytes = await encodePng(picture(60, 40));
    const found = inspection.parse(await work.inspect({ bytes, estimate }, signal));
    expect(found).toEqual({
      ...{
        format: 'png',
        width: 60,
        height: 40,
        dimensions: { width: 60, height: 40 },
        frames: 1,
        colorType: 'rgb',
        bitDepth: 8,
      },
      trial: { method: 'palette', spec: expect.stringMatching(/^png:.*palette=true/) },
    });
    expect(decodedBytesOf(found)).toBe(9600);
    expect(memoryFor(9600)).toBeGreaterThan(memoryFor(0));
    expect(memoryFor(9600, true)).toBeGreaterThan(memoryFor(9600));
    const large = await encodePng(picture(600, 500));
    await expect(work.inspect({ bytes: large }, signal)).rejects.toMatchObject({
      problem: { name: 'image_too_large', details: { limit: 2 ** 20, bytes: 1_200_000 } },
    });
    await expect(work.inspect({ bytes: bytes.subarray(0, 20) }, signal)).rejects.toThrow();
  } finally {
    await work.close();
  }
});

test('the process that reads headers answers again after a file that is none', async () => {
  const child = startChild(
    new URL('../../../dist/server/work/inspect-worker.js', import.meta.url),
    {
      serialization: 'advanced',
    },
  );
  try {
    const task = { maxPixels: 1e6, isHead: false, estimate: null };
    const bytes = await encodePng(picture(60, 40));
    await expect(child.ask({ ...task, bytes: bytes.subarray(0, 9) }, 100)).rejects.toThrow();
    expect(await child.ask({ ...task, bytes }, 100)).toMatchObject({ width: 60, trial: null });
  } finally {
    await child.kill();
  }
});
