import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import { isSound, type PngChunk, pngChunks } from '../../image/png-chunks.js';

/** What the header of a PNG file says of its pixels. PNG (third edition), 11.2.1. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

/** A picture of the file: the default one (IDAT) or a frame (fdAT), its control before it. */
export interface ApngPicture {
  /** The chunk fcTL, null of a default picture that is no frame. */
  readonly control: PngChunk | null;
  readonly width: number;
  readonly height: number;
  readonly isDefault: boolean;
  /** Its zlib stream in pieces. */
  readonly pieces: readonly Uint8Array[];
}

/** An animation as its file holds it. */
export interface Apng {
  readonly header: PngHeader;
  /** All chunks before the pixels but fcTL, in their order. */
  readonly before: readonly PngChunk[];
  readonly pictures: readonly ApngPicture[];
  /** All other chunks behind them but the end. */
  readonly behind: readonly PngChunk[];
}

/** More frames than these are no animation that is looked at. */
const mostFrames = 100_000;

/**
 * Reads the chunks of an APNG file and checks what holds them together: checksums, the count of frames,
 * their numbers, that each lies on the canvas.
 * @throws WorkError of code `broken-image` saying what is wrong; also for no frame at all and too many
 */
export function readApng(bytes: Uint8Array, { maxPixels }: { maxPixels: number }): Apng {
  const before: PngChunk[] = [];
  const behind: PngChunk[] = [];
  const pictures: (ApngPicture & { pieces: Uint8Array[] })[] = [];
  let header: PngHeader | null = null;
  let told = 0;
  let control: PngChunk | null = null;
  let sequence = 0;
  let last = '';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (at: number): void => {
    if (view.getUint32(at) !== sequence) throw broken('its frames are out of order');
    sequence += 1;
  };
  for (const chunk of pngChunks(bytes)) {
    const { type, start, end } = chunk;
    if (!isSound(bytes, chunk)) throw broken(`the checksum of its chunk ${type} is wrong`);
    if (header === null) {
      header = headerOf(view, chunk);
      checkPixels(header.width, header.height, maxPixels);
    }
    const open = pictures.at(-1);
    if (type === 'acTL') {
      told = end - start === 8 ? view.getUint32(start) : 0;
      if (told < 1 || told > mostFrames) throw broken(`it tells of ${told} frames`);
    }
    if (type === 'fcTL') {
      if (end - start !== 26 || control !== null) throw broken('a frame of it has no pixels');
      number(start);
      control = chunk;
    } else if (type === 'IDAT' || type === 'fdAT') {
      const isDefault = type === 'IDAT';
      if (!isDefault) number(start);
      const piece = bytes.subarray(isDefault ? start : start + 4, end);
      // Pieces follow each other; numbers of frames are between them.
      if (control === null && last === type && open !== undefined) open.pieces.push(piece);
      else {
        if (control === null && !(isDefault && pictures.length === 0)) {
          throw broken('a frame of it is not told where to stand');
        }
        pictures.push({ ...placed(view, control, header, isDefault), pieces: [piece] });
        control = null;
      }
    } else if (type !== 'IEND') {
      (pictures.length === 0 && control === null ? before : behind).push(chunk);
    }
    last = type;
  }
  if (last !== 'IEND' || header === null) throw broken('it is cut short');
  if (control !== null) throw broken('a frame of it has no pixels');
  const frames = pictures.filter((picture) => picture.control !== null).length;
  if (frames !== told) throw broken(`it tells of ${told} frames and has ${frames}`);
  return { header, before, pictures, behind };
}

function headerOf(view: DataView, { type, start, end }: PngChunk): PngHeader {
  if (type !== 'IHDR' || end - start !== 13) throw broken('it does not begin with its header');
  const at = (place: number): number => view.getUint8(start + place);
  return {
    width: view.getUint32(start),
    height: view.getUint32(start + 4),
    depth: at(8),
    colourType: at(9),
    isInterlaced: at(12) === 1,
  };
}

/** The size of a picture. The first frame is as large as the canvas where it is the default picture. */
function placed(
  view: DataView,
  control: PngChunk | null,
  header: PngHeader,
  isDefault: boolean,
): Omit<ApngPicture, 'pieces'> {
  const { width, height } = header;
  if (control === null) return { control, width, height, isDefault };
  const [w, h, left, top] = [4, 8, 12, 16].map((at) => view.getUint32(control.start + at)) as [
    number,
    number,
    number,
    number,
  ];
  const isWhole = w === width && h === height && left === 0 && top === 0;
  if (w < 1 || h < 1 || left + w > width || top + h > height || (isDefault && !isWhole)) {
    throw broken(`a frame of ${w}x${h} at ${left},${top} leaves its canvas of ${width}x${height}`);
  }
  return { control, width: w, height: h, isDefault };
}

function broken(reason: string): WorkError {
  return new WorkError(`APNG is broken: ${reason}`, { code: 'broken-image' });
}
