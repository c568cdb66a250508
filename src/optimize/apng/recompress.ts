import { constants, deflateSync, inflateSync } from 'node:zlib';
import { messageOf, WorkError } from '../../base/errors.js';
import { type PngChunk, pngChunk, pngChunks, pngSignature } from '../../image/png-chunks.js';
import { type FilterChoice, filterRows, unfilterRows } from '../../image/png-filters.js';
import { colourTypes, filteredBytes, type PngPass, pngPasses } from '../../image/png-layout.js';
import { type ApngPicture, type PngHeader, readApng } from './read.js';

/** Ways to filter that are tried: of pictures of few colours none is best as a rule, of others the least. */
const choices: readonly FilterChoice[] = ['none', 'sub', 'up', 'average', 'paeth', 'least'];

/** How frames are compressed. */
export interface RecompressOptions {
  /** A frame or canvas of more is refused. */
  readonly maxPixels: number;
  /** Makes a smaller PNG file of one, which is taken where it has the same layout; zlib alone if not given. */
  readonly optimise?: (png: Uint8Array) => Promise<Uint8Array>;
}

/** What a still of a frame is made of. */
interface Still {
  readonly header: PngChunk;
  readonly meaning: readonly Uint8Array[];
  readonly bytes: Uint8Array;
}

/**
 * An APNG file whose frames are compressed anew: each row filtered in the way that suits the frame best,
 * each frame in one piece. Frames, their places, times, disposal and blending stay as they are, and so
 * do all other chunks.
 * @throws WorkError for a file that is broken in any way
 */
export async function recompressApng(
  bytes: Uint8Array,
  { maxPixels, optimise }: RecompressOptions,
): Promise<Uint8Array> {
  const { header, before, pictures, behind } = readApng(bytes, { maxPixels });
  // A still of a frame is made with what its pixels mean.
  const meaning = before.filter(({ type }) => type === 'PLTE' || type === 'tRNS');
  const still: Still = {
    header: before[0]!,
    meaning: meaning.map((c) => bytes.subarray(c.start - 8, c.end + 4)),
    bytes,
  };
  const whole = ({ start, end }: PngChunk): Uint8Array => bytes.subarray(start - 8, end + 4);
  const pieces: Uint8Array[] = [pngSignature, ...before.map(whole)];
  let sequence = 0;
  for (const picture of pictures) {
    if (picture.control !== null) {
      const { start, end } = picture.control;
      pieces.push(pngChunk('fcTL', numbered(sequence, bytes.subarray(start + 4, end))));
      sequence += 1;
    }
    const stream = await smallest(picture, header, (stream) =>
      optimise === undefined ? null : optimisedStream(picture, stream, still, optimise),
    );
    pieces.push(
      picture.isDefault ? pngChunk('IDAT', stream) : pngChunk('fdAT', numbered(sequence, stream)),
    );
    if (!picture.isDefault) sequence += 1;
  }
  pieces.push(...behind.map(whole), pngChunk('IEND', new Uint8Array(0)));
  return new Uint8Array(Buffer.concat(pieces));
}

function numbered(sequence: number, content: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(4 + content.length);
  chunk.writeUInt32BE(sequence);
  chunk.set(content, 4);
  return chunk;
}

/** The smallest zlib stream of a picture that was found, its own one if that is. */
async function smallest(
  { width, height, pieces }: ApngPicture,
  header: PngHeader,
  optimised: (stream: Uint8Array) => Promise<Uint8Array | null> | null,
): Promise<Uint8Array> {
  const own = new Uint8Array(Buffer.concat(pieces));
  const passes = passesOf({ width, height }, header);
  const rows = filteredBytes(passes);
  const filtered = inflate(own, rows);
  let best: Uint8Array = own;
  const offer = (stream: Uint8Array): void => {
    if (stream.length < best.length) best = stream;
  };
  const deflate = (filteredRows: Uint8Array): void => {
    for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED]) {
      offer(deflateSync(filteredRows, { level: 9, memLevel: 9, strategy }));
    }
  };
  // As it was filtered: by a better program, or in seven passes.
  deflate(filtered);
  const [shape] = passes;
  if (header.isInterlaced || shape === undefined) return best;
  const plain = unfilterRows(filtered, shape);
  if (plain === null) throw broken('a row of a frame has no filter');
  for (const choice of choices) deflate(filterRows(plain, shape, choice));
  const stream = await optimised(best);
  if (stream !== null) {
    const again = unfilterRows(inflate(stream, rows), shape);
    if (again !== null && Buffer.compare(again, plain) === 0) offer(stream);
  }
  return best;
}

/** The stream of a frame by another program; null where that changed what samples mean, or failed. */
async function optimisedStream(
  { width, height }: ApngPicture,
  stream: Uint8Array,
  { header, meaning, bytes }: Still,
  optimise: (png: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array | null> {
  const head = Buffer.from(bytes.subarray(header.start, header.end));
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  const png = Buffer.concat([
    ...[pngSignature, pngChunk('IHDR', head), ...meaning],
    ...[pngChunk('IDAT', stream), pngChunk('IEND', new Uint8Array(0))],
  ]);
  const made = await optimise(png).catch(() => null);
  if (made === null) return null;
  const isSame = ['IHDR', 'PLTE', 'tRNS'].every((type) =>
    contentIn(made, type).equals(contentIn(png, type)),
  );
  return isSame ? new Uint8Array(contentIn(made, 'IDAT')) : null;
}

function contentIn(png: Uint8Array, wanted: string): Buffer {
  const found = [...pngChunks(png)].filter(({ type }) => type === wanted);
  return Buffer.concat(found.map(({ start, end }) => png.subarray(start, end)));
}

function inflate(stream: Uint8Array, expected: number): Uint8Array {
  let rows: Uint8Array;
  try {
    rows = inflateSync(stream, { maxOutputLength: expected + 1 });
  } catch (error) {
    throw broken(`the pixels of a frame are (${messageOf(error)})`);
  }
  if (rows.length === expected) return rows;
  throw broken(`a frame has ${rows.length} bytes of pixels, and ${expected} were expected`);
}

function passesOf(
  size: { readonly width: number; readonly height: number },
  { depth, colourType, isInterlaced }: PngHeader,
): PngPass[] {
  const bits = depth * (colourTypes[colourType as keyof typeof colourTypes]?.samples ?? 0);
  if (bits === 0 || ![1, 2, 4, 8, 16].includes(depth)) {
    throw broken(`its colour type is ${colourType} of ${depth} bits`);
  }
  return pngPasses(size, bits, isInterlaced);
}

function broken(reason: string): WorkError {
  return new WorkError(`APNG is broken: ${reason}`, { code: 'broken-image' });
}
