import { inflateZlib } from '#platform/base/inflate.js';
import { joinBytes } from '../base/bytes.js';
import { messageOf, WorkError } from '../base/errors.js';
import { pngSpace } from './files/colour/png.js';
import { toSrgb } from './files/colour/to-srgb.js';
import { checkPixels } from './pixels.js';
import { isSound, pngChunks, pngSignature } from './png-chunks.js';
import { unfilterRows } from './png-filters.js';
import { colourTypes, filteredBytes, pngPasses } from './png-layout.js';
import { type Channels, createRaster, type Raster } from './raster.js';

/** What IHDR says. PNG (third edition), 11.2.1. */
interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample, or of an index into the palette. */
  readonly depth: number;
  readonly type: ColourType;
  readonly isInterlaced: boolean;
}

type ColourType = keyof typeof colourTypes;

/** Bytes of a colour profile at most. */
const mostProfile = 2 ** 24;

const broken = (cause: string): WorkError =>
  new WorkError(`the PNG file is damaged: ${cause}`, { code: 'broken-bitstream' });

/**
 * Reads a PNG file of any colour type, with its colours in sRGB. The same samples in Node and in a page.
 * @throws WorkError for a file that is damaged, or has more pixels than it may
 */
export async function readPng(
  bytes: Uint8Array,
  { maxPixels }: { readonly maxPixels: number },
): Promise<Raster> {
  const chunks = chunksOf(bytes);
  const header = headerOf(chunks.get('IHDR')?.[0]);
  checkPixels(header.width, header.height, maxPixels);
  const codes = await codesOf(joinBytes(chunks.get('IDAT') ?? []), header);
  const transparent = chunks.get('tRNS')?.[0];
  const palette = chunks.get('PLTE')?.[0];
  if (header.type === 3 && palette === undefined) throw broken('it has no palette');
  const image =
    header.type === 3
      ? lookUp(codes, header, palette!, transparent)
      : unpack(codes, header, transparent);
  const space = pngSpace(bytes, await profileOf(chunks.get('iCCP')?.[0]));
  return space === null ? image : toSrgb(image, space);
}

/** A colour profile behind its name; one that is damaged is passed over, as libpng does. */
async function profileOf(chunk: Uint8Array | undefined): Promise<Uint8Array | undefined> {
  const end = chunk?.indexOf(0) ?? -1;
  if (chunk === undefined || end < 0) return undefined;
  return inflateZlib(chunk.subarray(end + 2), mostProfile).catch(() => undefined);
}

/** The contents of the chunks that count, by type. */
function chunksOf(bytes: Uint8Array): Map<string, Uint8Array[]> {
  if (!pngSignature.every((byte, at) => bytes[at] === byte)) throw broken('it begins otherwise');
  const found = new Map<string, Uint8Array[]>();
  for (const chunk of pngChunks(bytes)) {
    const { type, start, end } = chunk;
    if (!isSound(bytes, chunk))
      throw broken(`the checksum of ${type.replaceAll(/\W/g, '?')} is wrong`);
    const content = bytes.subarray(start, end);
    const before = found.get(type);
    if (before === undefined) found.set(type, [content]);
    else before.push(content);
  }
  if (!found.has('IEND')) throw broken('it is cut short');
  return found;
}

function headerOf(chunk: Uint8Array | undefined): Header {
  if (chunk?.length !== 13) throw broken('it has no header');
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, type = 0, compression, filter, interlace] = chunk.subarray(8);
  const known = Object.hasOwn(colourTypes, type) ? colourTypes[type as ColourType] : null;
  const isKnown = (known?.depths as readonly number[] | undefined)?.includes(depth) === true;
  if (width === 0 || height === 0 || !isKnown || compression !== 0 || filter !== 0) {
    throw broken(`its header says ${width}x${height}, ${depth} bit, colour type ${type}`);
  }
  if (interlace !== 0 && interlace !== 1) throw broken(`its interlacing is of kind ${interlace}`);
  return { width, height, depth, type: type as ColourType, isInterlaced: interlace === 1 };
}

/** The samples or indexes as the file has them, row by row. */
async function codesOf(
  packed: Uint8Array,
  { width, height, depth, type, isInterlaced }: Header,
): Promise<Uint8Array | Uint16Array> {
  const { samples } = colourTypes[type];
  const bits = samples * depth;
  const passes = pngPasses({ width, height }, bits, isInterlaced);
  const length = filteredBytes(passes);
  const filtered = await inflateZlib(packed, length).catch((error: unknown) => {
    throw broken(messageOf(error));
  });
  if (filtered.length < length) throw broken('it is cut short');
  const count = width * height * samples;
  const codes = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  let at = 0;
  for (const pass of passes) {
    const { x, y, right, down, columns, rows, rowBytes } = pass;
    const end = at + filteredBytes([pass]);
    const plain = unfilterRows(filtered.subarray(at, end), pass);
    if (plain === null) throw broken('a row has a filter that there is none of');
    at = end;
    const codeAt = reader(plain, depth);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const to = ((y + row * down) * width + x + column * right) * samples;
        for (let s = 0; s < samples; s++) {
          codes[to + s] = codeAt(row * rowBytes, column * samples + s);
        }
      }
    }
  }
  return codes;
}

/** The code so many codes behind the first byte of a row. */
function reader(plain: Uint8Array, depth: number): (row: number, nth: number) => number {
  if (depth === 8) return (row, nth) => plain[row + nth]!;
  if (depth === 16) return (row, nth) => plain[row + 2 * nth]! * 256 + plain[row + 2 * nth + 1]!;
  const most = 2 ** depth - 1;
  const each = 8 / depth;
  return (row, nth) =>
    (plain[row + Math.floor(nth / each)]! >> (8 - depth * (1 + (nth % each)))) & most;
}

/** Samples as a picture: those of less than 8 bit in full range, alpha where there is any. */
function unpack(
  codes: Uint8Array | Uint16Array,
  { width, height, depth, type }: Header,
  transparent: Uint8Array | undefined,
): Raster {
  const { samples } = colourTypes[type];
  const most = depth === 16 ? 65_535 : 255;
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const colours = type === 0 || type === 4 ? 1 : 3;
  const hasAlpha = type === 4 || type === 6;
  // One colour that is transparent: each sample in two bytes.
  const through =
    transparent !== undefined && !hasAlpha && transparent.length >= 2 * colours
      ? Array.from(
          { length: colours },
          (_, c) => transparent[2 * c]! * 256 + transparent[2 * c + 1]!,
        )
      : null;
  const channels: Channels = hasAlpha || through !== null ? 4 : colours === 1 ? 1 : 3;
  const pixels = width * height;
  const data =
    depth === 16 ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    const from = i * samples;
    const to = i * channels;
    for (let c = 0; c < Math.min(channels, 3); c++) {
      data[to + c] = codes[from + (colours === 1 ? 0 : c)]! * scale;
    }
    if (channels !== 4) continue;
    const isThrough = through?.every((code, c) => codes[from + c] === code) === true;
    data[to + 3] = hasAlpha ? codes[from + samples - 1]! : isThrough ? 0 : most;
  }
  return createRaster({ width, height, channels, depth: depth === 16 ? 16 : 8, data });
}

/** Indexes as a picture. */
function lookUp(
  codes: Uint8Array | Uint16Array,
  { width, height }: Header,
  palette: Uint8Array,
  transparent: Uint8Array | undefined,
): Raster {
  const channels: Channels = transparent === undefined ? 3 : 4;
  const pixels = width * height;
  const data = new Uint8Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    const code = codes[i]!;
    if (3 * code + 2 >= palette.length) throw broken(`its palette has no colour ${code}`);
    for (let c = 0; c < 3; c++) data[i * channels + c] = palette[3 * code + c]!;
    if (transparent !== undefined) data[i * channels + 3] = transparent[code] ?? 255;
  }
  return createRaster({ width, height, channels, depth: 8, data });
}
