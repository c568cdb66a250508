import { hash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { readLearnedFile } from '#src/codecs/learned/container.js';
import { type OpenModel, openModel } from '#src/codecs/learned/model.js';
import { locateModel } from '#src/codecs/learned/model-files.js';
import { codecModel } from '#src/codecs/learned/model-identity.js';
import { decodeGroups, openCoder } from '#src/codecs/learned/payload.js';
import { emptyGroups } from '#src/codecs/learned/walk.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { loadImageFile } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { loadCard } from '#src/models/catalogue.js';
import { scoreOf } from '../../support/score.ts';
import { resources } from '../support.ts';
import { coded } from './coded.ts';

const card = codecModel(await loadCard('sprig'));
const sample = fileURLToPath(new URL('../../../datasets/sample/', import.meta.url));
const fixture = new URL('../../fixtures/sprig.json', import.meta.url);
/** By counters that know nothing of ONNX, see sprig_costs.py. */
const costs = JSON.parse(
  readFileSync(new URL('../../fixtures/sprig_costs.json', import.meta.url), 'utf8'),
) as { part: string; width: number; height: number; pytorch: number; fvcore: number }[];
const photo = (name: string): Promise<Raster> => loadImageFile(path.join(sample, `${name}.png`));

async function sprigged(image: Raster, given: Record<string, Value> = {}, changed = card) {
  return coded(await createLearnedCodec(changed), image, given);
}

async function open(threads = 1): Promise<OpenModel> {
  const { files } = await locateModel(card);
  return openModel(card, files!, { threads, provider: 'cpu' });
}

describe('sprig', () => {
  it('codes a photograph over the whole range of rates, and costs what it may', async () => {
    const image = await photo('city');
    let before = { bpp: 0, psnr: 0 };
    for (const quality of [5, 30, 50, 75]) {
      const { bytes, decoded, report } = await sprigged(image, { quality });
      const bpp = (8 * bytes.length) / (image.width * image.height);
      const now = { bpp, psnr: (await scoreOf(psnr, image, decoded))! };
      expect(now.bpp).toBeGreaterThan(before.bpp);
      expect(now.psnr).toBeGreaterThan(before.psnr);
      before = now;
      const macs = (direction: 'encode' | 'decode'): number =>
        Object.values(report.parts)
          .filter(({ used }) => used === direction || used === 'both')
          .reduce((sum, { macsPerPixel }) => sum + macsPerPixel, 0);
      expect(macs('encode')).toBeLessThan(5000);
      expect(macs('decode')).toBeLessThan(100_000);
      expect(8 * report.payloadBytes).toBeLessThan(report.estimatedBits! * 1.001 + 128);
    }
    expect(before.psnr).toBeGreaterThan(38);
  });

  it('costs what PyTorch and fvcore count', async () => {
    const { report } = await sprigged(await photo('city'));
    const counted = costs.filter(({ width }) => width === 384);
    expect(counted.map(({ part }) => part)).toEqual(['analysis', 'context', 'synthesis']);
    for (const { part, width, height, pytorch, fvcore } of counted) {
      const macs = report.parts[part]!.macsPerPixel * width * height;
      expect(macs / pytorch).toBeCloseTo(1, 2);
      expect(macs / fvcore).toBeCloseTo(1, 2);
    }
  });

  it('decodes what was made elsewhere to the very symbols', async () => {
    const model = await open();
    const image = await photo('flowers');
    if (process.env['UPDATE'] || !existsSync(fixture)) {
      const { bytes } = await sprigged(image, { quality: 20, entropy: 'range' });
      const symbols = await symbolsOf(model, bytes);
      const text = { file: Buffer.from(bytes).toString('base64'), symbols };
      writeFileSync(fixture, `${JSON.stringify(text, null, 2)}\n`);
    }
    const stored = JSON.parse(readFileSync(fixture, 'utf8')) as { file: string; symbols: string };
    const bytes = Buffer.from(stored.file, 'base64');
    expect(await symbolsOf(model, bytes)).toBe(stored.symbols);
    await model.close();
  });

  it('makes the same file with two threads', async () => {
    const image = await photo('dog');
    const files = [];
    for (const threads of [1, 2]) {
      const codec = await createLearnedCodec(card);
      const session = await codec.open(resolveSettings('sprig', codec.params, {}), {
        ...resources,
        threads,
      });
      files.push(await session.encode(image, untimed));
      await session.close();
    }
    expect(files[1]).toEqual(files[0]);
  });

  it('has a context of exact fractions: 32nds up to 255 of them, and whole classes', async () => {
    const model = await open();
    const image = await photo('beach');
    const { bytes } = await sprigged(image, { quality: 60 });
    let seen = 0;
    const contexts = Object.entries(model.contexts).map(([name, graph]) => {
      const { session } = graph;
      if (session === null) throw new Error(`${name} goes wave by wave`);
      const run: typeof session.run = async (feeds, outputs) => {
        const results = await session.run(feeds, outputs);
        for (const [output, { data }] of Object.entries(results)) {
          const unit = /^[fh]\d$/.test(output) ? 32 : 1;
          const unfit = data.filter((x) => !Number.isInteger(x * unit) || x < 0 || x * unit > 255);
          expect(unfit, output).toHaveLength(0);
          seen += 1;
        }
        return results;
      };
      return [name, { ...graph, wavefront: null, session: { ...session, run } }] as const;
    });
    await symbolsOf({ ...model, contexts: Object.fromEntries(contexts) }, bytes);
    expect(seen).toBe(31);
    await model.close();
  });

  it('gives the low band the class of the exact fraction at every rate, ties up', async () => {
    const model = await open();
    const low = { dims: [1, 3, 1, 1], data: new Float32Array(3) };
    const { session } = model.contexts['l0']!;
    const classesAt = async (rate: number): Promise<number[]> => {
      const feeds = { low, rate: { dims: [1], data: Float32Array.of(rate) } };
      return [...(await session!.run(feeds, ['low_classes']))['low_classes']!.data];
    };
    const first = await classesAt(0);
    expect(first).toEqual([30, 18, 12]);
    for (let rate = 0; rate <= 1000; rate++) {
      const grown = Math.floor((2 * rate + 30) / 60);
      expect(await classesAt(rate), `${rate}`).toEqual(first.map((at) => Math.min(63, at + grown)));
    }
    await model.close();
  });

  it('gives the same file and picture in tiles', async () => {
    const image = await photo('city');
    const tiles = { size: 128, overlap: 256 };
    const changed = { ...card, codec: { ...card.codec, tiles } };
    const whole = await sprigged(image, { quality: 40 });
    const tiled = await sprigged(image, { quality: 40 }, changed);
    expect(readLearnedFile(tiled.bytes).payload).toEqual(readLearnedFile(whole.bytes).payload);
    expect(await scoreOf(psnr, whole.decoded, tiled.decoded)).toSatisfy(
      (score: number | null) => score === null || score > 70,
    );
  });

  it('saves bits by its choice of symbols', async () => {
    const image = await photo('dog');
    const plain = { ...card, codec: { ...card.codec, rdoq: 0 } };
    const [chosen, nearest] = [await sprigged(image), await sprigged(image, {}, plain)];
    expect(chosen.report.estimatedBits!).toBeLessThan(nearest.report.estimatedBits!);
    expect(sameSamples(chosen.decoded, nearest.decoded)).toBe(false);
  });
});

/** SHA-256 of the symbols that a file holds. */
async function symbolsOf(model: OpenModel, bytes: Uint8Array): Promise<string> {
  const file = readLearnedFile(bytes);
  const coder = await openCoder(await entropyCoders.load(file.coder));
  const padded = (side: number): number => Math.max(96, 32 * Math.ceil(side / 32));
  const extent = { width: padded(file.width), height: padded(file.height) };
  const groups = emptyGroups(model, extent);
  await decodeGroups(model, coder, groups, { ...file, extent });
  await coder.session.close();
  const digest = groups.map(({ data }) => hash('sha256', new Uint8Array(data.buffer)));
  return hash('sha256', digest.join());
}
