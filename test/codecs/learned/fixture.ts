import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { Codec } from '#src/codecs/codec.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { learnedLevels } from '#src/codecs/learned/levels.js';
import { codecModel } from '#src/codecs/learned/model-identity.js';
import { createModelOpener, type ModelOpener } from '#src/codecs/learned/opener.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { type ModelCard, readCard } from '#src/models/card.js';
import { syntheticPair } from '#src/models/synthetic.js';

// Small models of random weights, made by models/<id>/export.py --tiny --seed 1, with what PyTorch
// gives for a picture, stage by stage, in torch.json.

export interface PackedTensor {
  readonly dims: number[];
  readonly base64: string;
}

/** What every torch.json has. */
export interface TorchPicture {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly tensors: Readonly<Record<string, PackedTensor>>;
}

export const fixtureFolder = (id: string): string =>
  fileURLToPath(new URL(`../../fixtures/models/${id}/`, import.meta.url));

/** A small model as it is run. */
export interface OpenFixture {
  readonly card: ModelCard;
  readonly codec: Codec;
  readonly models: ModelOpener;
  close(): Promise<void>;
}

/** Opens a small model: its folder is where models are looked for until it is closed. */
export async function openFixture(id: string): Promise<OpenFixture> {
  const folder = fixtureFolder(id);
  vi.stubEnv('PARETO_MODELS', folder);
  const card = await readCard(`${folder}card.json`);
  const codec = await createLearnedCodec(card);
  const levels = await learnedLevels(codecModel(card));
  const models = createModelOpener(id, levels, { threads: 1, provider: 'cpu' });
  return {
    ...{ card, codec, models },
    async close() {
      await models.close();
      vi.unstubAllEnvs();
    },
  };
}

export function readTorch<T extends TorchPicture = TorchPicture>(
  id: string,
  file = 'torch.json',
): T {
  return JSON.parse(readFileSync(`${fixtureFolder(id)}${file}`, 'utf8')) as T;
}

/** A picture of 8 bits of the synthetic pair. */
export function pictureOf({ width, height, seed }: TorchPicture): Raster {
  const { a } = syntheticPair({ width, height, seed });
  const plane = width * height;
  const data = Uint8Array.from({ length: 3 * plane }, (_, i) =>
    Math.round(255 * a[(i % 3) * plane + Math.floor(i / 3)]!),
  );
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

const bytesOf = ({ base64 }: PackedTensor): Uint8Array =>
  Uint8Array.from(Buffer.from(base64, 'base64'));
export const floatsOf = (tensor: PackedTensor): Float32Array =>
  new Float32Array(bytesOf(tensor).buffer);
export const wholesOf = (tensor: PackedTensor): Int32Array =>
  new Int32Array(bytesOf(tensor).buffer);
export const signedBytesOf = (tensor: PackedTensor): Int8Array =>
  new Int8Array(bytesOf(tensor).buffer);

/** Largest difference over the largest magnitude of theirs. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let [worst, scale] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    worst = Math.max(worst, Math.abs(ours[i]! - theirs[i]!));
    scale = Math.max(scale, Math.abs(theirs[i]!));
  }
  return worst / scale;
}

/** Largest difference of a picture from planes of 1 x 3 x height x width, in steps of 8 bits. */
export function offByAtMost(
  { data, width }: Raster,
  tensor: PackedTensor,
  [black, white]: readonly [number, number] = [0, 1],
): number {
  const theirs = floatsOf(tensor);
  const [, , rows, columns] = tensor.dims as [number, number, number, number];
  let worst = 0;
  for (let i = 0; i < data.length; i++) {
    const [channel, pixel] = [i % 3, Math.floor(i / 3)];
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const value = (theirs[(channel * rows + y) * columns + x]! - black) / (white - black);
    worst = Math.max(worst, Math.abs(data[i]! - 255 * Math.min(1, Math.max(0, value))));
  }
  return worst;
}
