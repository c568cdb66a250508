import { expect, test } from 'vitest';
import { assetOf } from '#src/collect/assets.js';
import { collectedLine, collectJob } from '#src/collect/contract.js';
import { parseJsonLines } from '#src/collect/lines.js';
import { openReceiver } from '#src/collect/receive.js';
import { serveCollect } from '#src/collect/server.js';
import { scratch } from '../support/scratch.ts';
import { phone, rdOf } from './records.ts';
import { smallPlan } from './support.ts';

test('the job is what its schema says, with raw in front', async () => {
  const { job } = await smallPlan();
  expect(collectJob.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
  expect(job.configurations.map(({ spec }) => spec)).toEqual([
    'raw',
    'qoi',
    'jpegls:near=2',
    'browser-jpeg:quality=75',
  ]);
});

test.each([
  ['webp', 'engine=wasm'],
  ['avif:speed=8', 'engine=wasm'],
  ['jxl', 'engine=jsquash'],
  ['jpeg', 'engine=wasm'],
  ['jpeg:engine=turbo', 'engine=wasm'],
  ['png', 'engine=wasm'],
  ['png:engine=oxipng', 'engine=wasm'],
  ['sprig:entropy=jpegls', 'entropy'],
  ['taef2', 'unknown codec'],
])('%s cannot run in a page, and what to name is told', async (codecs, told) => {
  await expect(smallPlan({ codecs })).rejects.toThrow(told);
});

test('a metric that needs more than a kernel is refused', async () => {
  await expect(smallPlan({ metrics: ['lpips-alex'] })).rejects.toThrow(
    "unknown metric 'lpips-alex'",
  );
});

test('JSON lines, or what is wrong with them', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(parseJsonLines(bytes('{"a":1}\n\n2\n'))).toEqual([{ a: 1 }, 2]);
  expect(parseJsonLines(bytes('\n'))).toContain('at least one');
  expect(parseJsonLines(bytes('x'))).toContain('something else');
  expect(parseJsonLines(bytes('1\n'.repeat(501)))).toContain('at most 500 lines, got 501');
  expect(parseJsonLines(Uint8Array.of(0xc3))).toContain('UTF-8');
});

test('a line is a record or a testbed', async () => {
  const plan = await smallPlan();
  expect(collectedLine.safeParse(rdOf(plan)).success).toBe(true);
  expect(collectedLine.safeParse(phone).success).toBe(true);
  expect(collectedLine.safeParse({ ...phone, kind: 'other' }).success).toBe(false);
});

test('files are given out by name alone', () => {
  expect(assetOf('/')?.type).toContain('text/html');
  expect(assetOf('/assets/icodec/heic-enc.wasm')).toBeNull();
  expect(assetOf('/package.json')).toBeNull();
  expect(assetOf('/assets/models/sprig/context.onnx')?.type).toBe('application/octet-stream');
  expect(assetOf('/assets/models/sprig/train.py')).toBeNull();
  expect(assetOf('/assets/models/taef2/card.json')).toBeNull();
  expect(assetOf('/assets/onnxruntime-web/ort.wasm.min.mjs')?.type).toContain('text/javascript');
  expect(assetOf('/assets/onnxruntime-web/package.json')?.type).toBe('application/json');
  expect(assetOf('/assets/onnxruntime-web/../sharp/package.json')).toBeNull();
});

test('more testbeds than a house has are refused', async () => {
  const plan = await smallPlan();
  const receiver = openReceiver(scratch(), plan, () => undefined);
  for (let i = 0; i < 100; i++) {
    const { refused } = await receiver.receive([{ ...phone, id: `phone-${i}` }]);
    expect(refused).toEqual([]);
  }
  const { refused } = await receiver.receive([{ ...phone, id: 'phone-100' }]);
  expect(refused[0]).toContain('100 testbeds');
});

test('a port that is taken is told', async () => {
  const plan = await smallPlan();
  const receiver = openReceiver(scratch(), plan, () => undefined);
  const options = {
    ...{ plan, receiver, port: 0, lan: false, warn: () => undefined },
    pictureOf: async () => new Uint8Array(0),
  };
  const server = await serveCollect(options);
  const port = Number(new URL(server.urls[0]!).port);
  await expect(serveCollect({ ...options, port })).rejects.toThrow(`port ${port}`);
  await server.close();
});
