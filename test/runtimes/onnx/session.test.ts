import { hash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { writeModel } from '#src/runtimes/onnx/proto.js';
import { openOnnx, readVerified } from '#src/runtimes/onnx/session.js';
import { temporaryFolder } from '../../support/folders.ts';
import { differenceModel } from './graphs.ts';

const bytes = writeModel(differenceModel());
const ramp = (length: number, step: number) => Float32Array.from({ length }, (_, i) => i * step);

describe('readVerified', () => {
  test('gives the bytes of a file that holds what it should', async () => {
    const folder = await temporaryFolder({ 'a.onnx': bytes });
    const read = await readVerified(path.join(folder, 'a.onnx'), hash('sha256', bytes));
    expect(Buffer.compare(read, bytes)).toBe(0);
  });

  test('says what is expected where the file holds something else', async () => {
    const folder = await temporaryFolder({ 'a.onnx': bytes });
    const file = path.join(folder, 'a.onnx');
    const found = hash('sha256', bytes);
    await expect(readVerified(file, '0'.repeat(64))).rejects.toThrow(
      new WorkError(
        `${file} is expected to have the SHA-256 ${'0'.repeat(64)}, it has ${found}: it is damaged or another file, get it anew`,
        { code: 'file-differs', data: { file, expected: '0'.repeat(64), got: found } },
      ),
    );
  });

  test('names a file that is missing', async () => {
    await expect(readVerified('/no/such.onnx', '')).rejects.toThrow(
      /^the model \/no\/such\.onnx cannot be read: ENOENT/,
    );
  });
});

describe('openOnnx', () => {
  test.each([1, 2])('computes, with %i threads', async (threads) => {
    const session = await openOnnx(bytes, 'test', { threads });
    const dims = [2, 3, 4, 5];
    const { distance } = await session.run({
      a: { dims, data: ramp(120, 1) },
      b: { dims, data: ramp(120, 1.5) },
    });
    expect(distance!.dims).toEqual([2]);
    // The mean of i/2 over each half, thrice.
    expect(Array.from(distance!.data)).toEqual([3 * (59 / 4), 3 * ((60 + 119) / 4)]);
    await session.close();
  });

  test('refuses bytes that are no graph, in one line', async () => {
    const error: Error = await openOnnx(bytes.subarray(0, 50), 'cut.onnx').catch((e) => e);
    expect(error).toBeInstanceOf(WorkError);
    expect(error.message).toMatch(/^onnxruntime cannot load cut\.onnx: /);
    expect(error.message).not.toContain('\n');
  });

  test('refuses inputs that do not go together, in one line', async () => {
    const session = await openOnnx(bytes, 'test');
    const a = { dims: [1, 3, 2, 2], data: ramp(12, 1) };
    const error: Error = await session
      .run({ a, b: { dims: [1, 3, 3, 3], data: ramp(27, 1) } })
      .catch((e) => e);
    expect(error).toBeInstanceOf(WorkError);
    expect(error.message).toMatch(/^onnxruntime cannot run test: /);
    expect(error.message).not.toContain('\n');
    await expect(session.run({ a })).rejects.toThrow(/^onnxruntime cannot run test: .*'b'/);
    await session.close();
  });
});
