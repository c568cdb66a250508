import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { sharp } from '#src/image/files/sharp.js';
import { samplesOf } from './planes.ts';
import { scene } from './programs.ts';

async function jpeg(width: number, height: number): Promise<Uint8Array> {
  const { data } = scene(width, height);
  return new Uint8Array(
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
}

test('bytes in its own memory give what other bytes give', async () => {
  const pipeline = await openJpegPipeline();
  const file = await jpeg(200, 150);
  const expected = samplesOf(pipeline, pipeline.decode(file).planes[2]!);
  for (const padding of [0, 3, 100_000]) {
    const room = pipeline.input(file.length + padding);
    room.set(file);
    const decoded = pipeline.decode(room.subarray(0, file.length));
    expect(samplesOf(pipeline, decoded.planes[2]!)).toEqual(expected);
  }
});

test('memory is let go after a large picture, and does not grow with their number', async () => {
  const pipeline = await openJpegPipeline();
  const [large, small] = [await jpeg(4000, 3000), await jpeg(300, 200)];
  const run = (file: Uint8Array) =>
    pipeline.encode(pipeline.resample(pipeline.decode(file), { width: 64, height: 48 }));
  const first = run(small);
  const before = pipeline.memoryBytes();
  for (let i = 0; i < 20; i++) run(small);
  expect(pipeline.memoryBytes()).toBe(before);
  pipeline.encode(pipeline.decode(large));
  expect(pipeline.memoryBytes()).toBeGreaterThan(2 ** 26);
  expect(run(small)).toEqual(first);
  expect(pipeline.memoryBytes()).toBe(before);
});
