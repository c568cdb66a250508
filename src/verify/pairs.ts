import path from 'node:path';
import { isOwnError, WorkError } from '../base/errors.js';
import { parseSpecList } from '../base/spec-list.js';
import { decode } from '../codecs/decode.js';
import { openCodec } from '../codecs/open-codec.js';
import { codecs } from '../codecs/registry.js';
import { expandRequest } from '../codecs/spec.js';
import { projectDatasets } from '../datasets/catalogue.js';
import { openDataset } from '../datasets/dataset.js';
import { readManifest } from '../datasets/manifest.js';
import { obtainFiles } from '../datasets/obtain.js';
import type { Raster } from '../image/raster.js';
import { makePair } from './made.js';
import type { PairSource } from './published.js';

/** Pictures that have to be brought first; nothing is said of the metrics. */
export class NotAtHand extends WorkError {}

export type Pair = readonly [original: Raster, decoded: Raster];

/**
 * The pairs of a check, one or, where its value is a mean, many; one at a time in memory.
 * @throws NotAtHand where a picture is not at hand, WorkError where it is another than the published
 */
export async function* obtainPairs(source: PairSource): AsyncGenerator<Pair> {
  if (source.kind === 'made') yield makePair(source.name);
  else if (source.kind === 'files') yield await filePair(source);
  else yield* codedPairs(source);
}

/** A check's pair in a few words. */
export function describePair(source: PairSource): string {
  if (source.kind === 'made') return source.name;
  if (source.kind === 'files') return `${source.collection}/${source.decoded}`;
  return `${source.images?.join(' ') ?? source.dataset} ${source.codec}`;
}

/** The data set or collection that a check's pictures are of. */
export function collectionOf(source: PairSource): string {
  if (source.kind === 'made') return 'made';
  return source.kind === 'files' ? source.collection : source.dataset;
}

async function filePair({
  collection,
  reference,
  decoded,
}: PairSource & { kind: 'files' }): Promise<Pair> {
  const folder = path.join(projectDatasets, 'pairs');
  const manifest = await readManifest(path.join(folder, `${collection}.json`));
  const files = [reference, decoded].map((name) => {
    const file = manifest.files.find((each) => each.name === name);
    if (!file) throw new WorkError(`the pairs ${collection} have no file '${name}'`);
    return file;
  });
  const [a, b] = await atHand(obtainFiles(folder, manifest, files));
  return [await decode(a!), await decode(b!)];
}

/** A file that is there and is another one than it should be is no excuse. */
async function atHand<T>(obtaining: Promise<T>): Promise<T> {
  return obtaining.catch((error) => {
    if (!isOwnError(error) || error.code !== 'not-at-hand') throw error;
    const { message, code, data } = error;
    throw new NotAtHand(message, { code, data });
  });
}

async function* codedPairs({
  codec: spec,
  dataset,
  images: names,
  bytes: expectedBytes,
}: PairSource & { kind: 'coded' }): AsyncGenerator<Pair> {
  const [request] = parseSpecList(spec);
  const codec = await codecs.load(request!.id);
  const [settings] = expandRequest(codec, request!);
  const { images } = await atHand(openDataset(dataset, names ? { images: names } : {}));
  const open = await openCodec(codec, settings!);
  try {
    for (const { path: file } of images) {
      const original = await decode(file);
      const prepared = open.prepare({ picture: original, file: null });
      const { value: bitstream } = await open.encode(prepared.input);
      if (expectedBytes !== undefined && bitstream.length !== expectedBytes) {
        throw new WorkError(
          `${spec} gave ${bitstream.length} bytes instead of ${expectedBytes}: another file than the published one`,
          { code: 'file-differs' },
        );
      }
      const { value: decoded } = await open.decode(bitstream);
      yield [original, open.check(prepared, decoded)];
    }
  } finally {
    await open.close();
  }
}
