import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readModel } from '#src/runtimes/onnx/proto.js';
import { convertToTfjs } from '../../scripts/onnx-to-tfjs/convert.ts';
import { scratch } from '../support/scratch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const graph = path.join(root, 'models/sprig/synthesis.onnx');
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/onnx-to-tfjs.js', ...args], { cwd: root });

test('writes a graph model and prints what a card says of it', async () => {
  const out = scratch();
  const { stdout } = await run(graph, '--out', out);
  const { runtime, files } = JSON.parse(stdout);
  expect(runtime).toBe('tfjs');
  const [{ file, sha256, bytes, shards, from }] = files;
  expect([file, from]).toEqual(['synthesis.json', 'scripts/onnx-to-tfjs.js']);
  const written = [{ file, sha256, bytes }, ...shards].map((each) => {
    const data = readFileSync(path.join(out, each.file));
    expect([each.bytes, each.sha256]).toEqual([data.length, hash('sha256', data)]);
    return data;
  });
  const model = readModel(readFileSync(graph), graph);
  const { topology, weights } = convertToTfjs(model, graph, 'synthesis.bin');
  expect(written.map((data) => Buffer.compare(data, Buffer.from(topology)))[0]).toBe(0);
  expect(Buffer.compare(written[1]!, Buffer.from(weights))).toBe(0);
});

test('tells how it is used, and which graph cannot be converted', async () => {
  await expect(run()).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('usage: '),
  });
  await expect(run('nowhere.onnx', '--out', scratch())).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nowhere.onnx'),
  });
});
