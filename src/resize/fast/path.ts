import { isOwnError, messageOf } from '../../base/errors.js';
import { fileBounds, readIntoSync } from '../../base/read-bounded.js';
import { isNamed, type OutputId, outputFormats } from '../formats.js';
import type { PictureAsk } from '../task.js';
import type { FastMade, FastReader, FastWay, FastWriter } from './contract.js';

/** Resizes pictures by code of this program: one at a time, of one thread. */
export interface FastPath {
  /** Loads what makes one format of another before the first such picture. Never throws. */
  warm(input: OutputId, target: OutputId): Promise<void>;
  /**
   * Never throws for a picture: what fails here is told by the libraries. The bytes are good until the next call.
   * At once where the formats were met before, and the writer works at once.
   * @param name of the file, which tells its format; that of bytes without an ending is seen by themselves
   */
  resize(source: string | Uint8Array, name: string, ask: PictureAsk): FastMade | Promise<FastMade>;
}

/** What is read here. Modules are loaded with the first picture of their format. */
const readers: Partial<Record<OutputId, () => Promise<FastReader>>> = {
  jpeg: async () => (await import('./jpeg/reader.js')).openJpegReader(),
  png: async () => (await import('./png/reader.js')).openPngReader(),
  webp: async () => (await import('./webp/reader.js')).openWebpReader(),
};

/** What is written here. JPEG of JPEG stays planes, and is no work of a reader and a writer. */
const writers: Partial<Record<OutputId, () => Promise<FastWriter>>> = {
  jpeg: async () => (await import('./jpeg/writer.js')).openJpegWriter(),
  png: async () => (await import('./png/writer.js')).openPngWriter(),
  webp: async () => (await import('./webp/writer.js')).writeWebp,
};

/** Why a picture cannot take the fast path, told before anything is read; null where it may. */
export function slowReason(name: string, ask: PictureAsk): string | null {
  const input = inputs.find((id) => isNamed(name, outputFormats[id].format));
  if (input === undefined) return `it is no ${inputNames}`;
  return slowAsk(input, ask);
}

const inputs = Object.keys(readers) as readonly OutputId[];
const inputNames = inputs
  .map((id) => outputFormats[id].format.title)
  .join(', ')
  .replace(/, (\w+)$/, ' or $1');

function slowAsk(input: OutputId, { format, codec, linear, metadata }: PictureAsk): string | null {
  const target = outputFormats[format ?? input].format.title;
  if (codec !== null) return `it is written by ${codec}`;
  if (!hasWay(input, format ?? input)) {
    return `no ${outputFormats[input].format.title} is written as ${target} here`;
  }
  if (linear) return 'linear light';
  return metadata === 'keep' ? 'metadata are kept' : null;
}

function hasWay(input: OutputId, target: OutputId): boolean {
  return readers[input] !== undefined && writers[target] !== undefined;
}

function staysJpeg(input: OutputId, target: OutputId): boolean {
  return input === 'jpeg' && target === 'jpeg';
}

/** Opens the path. What reads and writes a format is opened with the first picture of it. */
export function openFastPath(): FastPath {
  const ways = new Map<string, FastWay>();
  const readerOf = onceEach(readers);
  const writerOf = onceEach(writers);
  const open = async (input: OutputId, target: OutputId): Promise<FastWay> => {
    if (staysJpeg(input, target)) return (await import('./jpeg/to-jpeg.js')).openFastJpeg();
    const { fastSamples } = await import('./samples.js');
    return fastSamples(input, await readerOf(input), await writerOf(target));
  };
  return {
    async warm(input, target) {
      try {
        ways.set(`${input} ${target}`, await open(input, target));
      } catch {
        // The first picture tells.
      }
    },
    resize(source, name, ask) {
      const input = inputOf(source, name);
      const slow = slowAsk(input, ask);
      if (slow !== null) return { refused: slow };
      const target = ask.format ?? input;
      const key = `${input} ${target}`;
      const way = ways.get(key);
      if (way !== undefined) return makeBy(way, source, ask);
      return open(input, target).then(
        (opened) => {
          ways.set(key, opened);
          return makeBy(opened, source, ask);
        },
        (error: unknown) => ({ refused: messageOf(error), isDamaged: true }),
      );
    },
  };
}

function makeBy(
  way: FastWay,
  source: string | Uint8Array,
  ask: PictureAsk,
): FastMade | Promise<FastMade> {
  const failed = (error: unknown): FastMade => {
    const refused = messageOf(error);
    if (isOwnError(error) && error.code === 'broken-bitstream') {
      return { refused, isDamaged: true, damage: refused };
    }
    if (!isOwnError(error)) way.renew();
    return { refused, isDamaged: true };
  };
  try {
    const file = typeof source === 'string' ? readInto(way, source) : source;
    if (file === null) return { refused: 'it cannot be read' };
    const made = way.make(file, ask);
    return made instanceof Promise ? made.catch(failed) : made;
  } catch (error) {
    return failed(error);
  }
}

/** Opens each at most once. */
function onceEach<T>(
  openers: Partial<Record<OutputId, () => Promise<T>>>,
): (id: OutputId) => Promise<T> {
  const known = new Map<OutputId, Promise<T>>();
  return (id) => {
    const opened = known.get(id) ?? openers[id]!();
    known.set(id, opened);
    return opened;
  };
}

/** The format by the name, else by the first bytes; JPEG where neither tells. */
function inputOf(source: string | Uint8Array, name: string): OutputId {
  const named = inputs.find((id) => isNamed(name, outputFormats[id].format));
  if (named !== undefined || typeof source === 'string') return named ?? 'jpeg';
  return inputs.find((id) => outputFormats[id].format.recognises(source)) ?? 'jpeg';
}

/** A file's bytes where they are decoded; null of what is not there, or too long. */
function readInto(way: FastWay, file: string): Uint8Array | null {
  return readIntoSync(file, (size) => (size > fileBounds.picture / 4 ? null : way.input(size)));
}
