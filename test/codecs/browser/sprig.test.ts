import { afterAll, beforeAll, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { loadWebSprig } from '#src/codecs/browser/sprig.js';
import type { Codec, CodecSession } from '#src/codecs/codec.js';
import { codecs } from '#src/codecs/registry.js';
import { picture, resources } from '../support.js';

// sprig by onnxruntime-web and by onnxruntime-node: what is the same, and what differs.

let [web, node]: [Codec, Codec] = [null as never, null as never];
const sessions: CodecSession[] = [];
const qualities = [20, 80];
const images = [1, 3].map((grain) => picture({ width: 100, height: 70, grain }));

beforeAll(async () => {
  [web, node] = [await loadWebSprig(), await codecs.load('sprig')];
});
afterAll(async () => {
  for (const each of sessions) await each.close();
});

async function open(codec: Codec, quality: number): Promise<CodecSession> {
  const settings = resolveSettings(codec.id, codec.params, { quality });
  const session = await codec.open(settings, resources);
  sessions.push(session);
  return session;
}

test('is one model, by engines of two names', () => {
  const [its, others] = [web, node].map((codec) => codec.engine({}));
  expect(its).toMatchObject({ name: 'sprig', runtime: 'onnx' });
  const mark = /^[0-9a-f]{8} /;
  expect(mark.exec(its!.version)![0]).toBe(mark.exec(others!.version)![0]);
  expect(its!.version).toContain('(onnxruntime-web 1.');
  expect(others!.version).toContain('(onnxruntime 1.');
});

test('files of either decode by both to the same symbols, and differ in the last bits of floats alone', async () => {
  for (const quality of qualities) {
    const [by, other] = [await open(web, quality), await open(node, quality)];
    for (const image of images) {
      const files = [await by.encode(image, untimed), await other.encode(image, untimed)];
      // Where a coefficient lies between two symbols the last bit of a float decides.
      expect(Math.abs(files[0]!.length / files[1]!.length - 1)).toBeLessThan(0.01);
      for (const bytes of files) {
        const decoded = [await by.decode(bytes, untimed), await other.decode(bytes, untimed)];
        // The ideal length is a sum over all symbols and their distributions.
        const reports = [await by.report!(), await other.report!()];
        expect(reports[0]!.estimatedBits).toBe(reports[1]!.estimatedBits);
        const [a, b] = decoded.map(({ data }) => data);
        let most = 0;
        for (let i = 0; i < a!.length; i++) most = Math.max(most, Math.abs(a![i]! - b![i]!));
        expect(most).toBeLessThanOrEqual(1);
      }
    }
  }
});

test('says where its transforms can run', async () => {
  const settings = resolveSettings(web.id, web.params, { provider: 'webgpu' });
  await expect(web.open(settings, resources)).rejects.toThrow('onnxruntime-web cannot load');
});
