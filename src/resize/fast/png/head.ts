import { WorkError } from '../../../base/errors.js';
import { imageFormats } from '../../../image/format.js';
import { isSound, type PngChunk, pngChunks } from '../../../image/png-chunks.js';
import type { FastHead } from '../contract.js';

/** What a PNG file says of itself, and where its pixels are. */
export interface PngHead extends FastHead {
  /** Of a pixel in the file: 1 of grey or an index, 3 of RGB, 4 with alpha. */
  readonly pixelBytes: 1 | 3 | 4;
  /** Red, green, blue of each index; null of pictures without a palette. */
  readonly palette: Uint8Array | null;
  /** Alpha of each index, of as many as the chunk has; null without it. */
  readonly alphas: Uint8Array | null;
  /** The contents of IDAT in their order: where each begins and ends. */
  readonly pixels: readonly PngChunk[];
}

/** Chunks that say nothing of how samples are to be understood. sRGB says what is taken for granted. */
const passedOver: ReadonlySet<string> = new Set([
  ...['sRGB', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'pHYs', 'bKGD', 'hIST', 'sPLT', 'IEND'],
]);

/** Chunks that sRGB counts before. PNG (third edition), 4.3. */
const belowSrgb: ReadonlySet<string> = new Set(['gAMA', 'cHRM']);

const pixelBytesOf: Readonly<Record<number, 1 | 3 | 4>> = { 0: 1, 2: 3, 3: 1, 6: 4 };

/**
 * Reads the chunks of a PNG file. What is damaged is refused like what is rare: the libraries tell what is wrong.
 * @throws WorkError where the bytes are no PNG file
 */
export function readPngHead(bytes: Uint8Array): PngHead {
  if (!imageFormats.png.recognises(bytes)) {
    throw new WorkError('it is no PNG file', { code: 'broken-image' });
  }
  const pixels: PngChunk[] = [];
  const others = new Map<string, PngChunk>();
  let refused: string | null = null;
  let last = '';
  for (const chunk of pngChunks(bytes)) {
    const { type } = chunk;
    if (!isSound(bytes, chunk)) refused ??= 'a checksum of it is wrong';
    if (type === 'IDAT') {
      if (pixels.length > 0 && last !== type) refused ??= 'its pixels are in several places';
      pixels.push(chunk);
    } else if (others.has(type) && type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') {
      refused ??= 'a chunk of it stands twice';
    }
    if (type !== 'IDAT') others.set(type, chunk);
    last = type;
  }
  if (last !== 'IEND' || pixels.length === 0) refused ??= 'it is cut short';
  const content = (type: string): Uint8Array | null => {
    const chunk = others.get(type);
    return chunk === undefined ? null : bytes.subarray(chunk.start, chunk.end);
  };
  const header = content('IHDR');
  if (header?.length !== 13) throw new WorkError('it has no header', { code: 'broken-image' });
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const palette = header[9] === 3 ? content('PLTE') : null;
  const alphas = content('tRNS');
  refused ??= refusalOf(header, others, { palette, alphas });
  const pixelBytes = pixelBytesOf[header[9]!] ?? 1;
  return { width, height, orientation: 1, refused, pixelBytes, palette, alphas, pixels };
}

function refusalOf(
  header: Uint8Array,
  others: ReadonlyMap<string, PngChunk>,
  { palette, alphas }: { palette: Uint8Array | null; alphas: Uint8Array | null },
): string | null {
  const [depth, type = 0, compression, filter, interlace] = header.subarray(8);
  if (depth !== 8) return `${depth} bits a sample`;
  if (!Object.hasOwn(pixelBytesOf, type)) return 'grey with alpha';
  if (interlace !== 0) return 'it is interlaced';
  if (compression !== 0 || filter !== 0) return 'its header is of no known kind';
  if (type === 3 && (palette === null || palette.length === 0 || palette.length % 3 !== 0)) {
    return 'it has no palette';
  }
  if (alphas !== null && type !== 3) return 'one colour of it is transparent';
  if (alphas !== null && alphas.length > palette!.length / 3) return 'its palette is too short';
  const known = (name: string): boolean =>
    ['IHDR', 'PLTE', 'tRNS'].includes(name) ||
    passedOver.has(name) ||
    (belowSrgb.has(name) && others.has('sRGB'));
  const rare = [...others.keys()].find((name) => !known(name));
  return rare === undefined ? null : `it has a chunk ${rare.replaceAll(/\W/g, '?')}`;
}
