import { WorkError } from '../base/errors.js';
import { createRaster, createSamples, type Raster } from '../image/raster.js';
import { arrange, disarrange, planSheets } from './arrangements/arrange.js';
import { type Piece, piecesOf } from './arrangements/cut.js';
import type { Sheet } from './arrangements/sheet.js';
import type { ArrayCoder, ArraySession } from './coder.js';
import { type PayloadReader, type PayloadWriter, readPayload, writePayload } from './payload.js';
import { joinBytes, readSamples, type SampleSheet, splitBytes, writeSamples } from './samples.js';
import { seal, unseal } from './seal.js';

/** A lossless codec of pictures. */
export interface PictureLibrary {
  /**
   * @param bits that the samples take at most, 1..depth
   * @param interleaved whether the channels of a pixel lie at one place of the picture, and are best
   *   coded together where the format can
   */
  encode(picture: Raster, bits: number, interleaved: boolean): Promise<Uint8Array>;
  /** Throws, before it allocates, for a picture of more than `width` x `height` pixels. */
  decode(
    file: Uint8Array,
    size: { readonly width: number; readonly height: number },
  ): Promise<Raster>;
  close(): Promise<void>;
}

/** What a codec of pictures can take. */
export interface PictureLimits {
  /** Pixels in width and in height. */
  readonly side: number;
  readonly depth: 8 | 16;
}

/**
 * A coder of arrays by a codec of pictures: a file for each sheet, several where it is larger than
 * the format allows, none where all its values are the same.
 *
 *     for each sheet   bits of a sample, 0..16   u8
 *                      smallest value            i16
 *                      for each piece            length of the file, file
 *
 * A sample is a value less the smallest one, of 8 bit where the range allows it. Where a format has
 * 8 bit only, a wider sheet becomes one of twice the height: the high bytes below the low ones.
 */
export function createPictureCoder(
  fields: Pick<ArrayCoder, 'id' | 'title' | 'library' | 'available' | 'arrangements'>,
  limits: PictureLimits,
  open: () => Promise<PictureLibrary>,
): ArrayCoder {
  return {
    kind: 'array',
    ...fields,
    open: async () => createPictureSession(fields.id, limits, await open()),
  };
}

function createPictureSession(
  coder: string,
  limits: PictureLimits,
  library: PictureLibrary,
): ArraySession {
  return {
    async encode(groups, arrangement) {
      const writer = writePayload();
      for (const sheet of arrange(groups, arrangement)) {
        await writeSheet(writer, sheet, limits, library, arrangement === 'strided');
      }
      return seal(writer.finish(), { coder, shapes: groups, arrangement });
    },
    async decode(bytes, shapes, arrangement) {
      const reader = readPayload(unseal(bytes, { coder, shapes, arrangement }), coder);
      const sheets: Sheet[] = [];
      for (const plan of planSheets(shapes, arrangement)) {
        sheets.push(await readSheet(reader, plan, limits, library));
      }
      reader.finish();
      return disarrange(sheets, shapes, arrangement);
    },
    close: () => library.close(),
  };
}

/** One sheet as `createPictureCoder` tells. */
export async function writeSheet(
  writer: PayloadWriter,
  sheet: Sheet,
  { side, depth }: PictureLimits,
  library: PictureLibrary,
  interleaved = false,
): Promise<void> {
  const whole = writeSamples(sheet);
  writer.byte(whole.bits);
  writer.short(whole.low);
  if (whole.bits === 0) return;
  const samples = whole.bits > depth ? splitBytes(whole) : whole;
  for (const piece of piecesOf(samples, side)) {
    const file = await library.encode(cut(samples, piece), samples.bits, interleaved);
    writer.length(file.length);
    writer.bytes(file);
  }
}

/** The inverse of `writeSheet`. */
export async function readSheet(
  reader: PayloadReader,
  { channels, height, width }: Omit<Sheet, 'data'>,
  { side, depth }: PictureLimits,
  library: PictureLibrary,
): Promise<Sheet> {
  const bits = reader.byte();
  const low = reader.short();
  if (bits > 16) {
    throw new WorkError(`stream is broken: it tells samples of ${bits} bits`, {
      code: 'broken-bitstream',
    });
  }
  const split = bits > depth;
  const samples: SampleSheet = {
    channels,
    height: split ? 2 * height : height,
    width,
    bits: split ? 8 : bits,
    low,
    data: new Uint16Array(channels * height * width * (split ? 2 : 1)),
  };
  if (bits > 0) {
    for (const piece of piecesOf(samples, side)) {
      const file = reader.bytes(reader.length());
      paste(samples, piece, await library.decode(file, piece));
    }
  }
  return readSamples(split ? joinBytes(samples) : samples);
}

/** A piece of the sheet as a picture. */
function cut(sheet: SampleSheet, { x, y, height, width }: Piece): Raster {
  const { channels, bits } = sheet;
  const depth = bits > 8 ? 16 : 8;
  const count = channels * height * width;
  const data = createSamples(depth, count);
  for (let c = 0; c < channels; c++) {
    for (let row = 0; row < height; row++) {
      const from = (c * sheet.height + y + row) * sheet.width + x;
      const to = row * width * channels + c;
      for (let i = 0; i < width; i++) data[to + i * channels] = sheet.data[from + i]!;
    }
  }
  return createRaster({ width, height, channels, depth, data });
}

/**
 * Puts a decoded picture to its place, if it is of the layout that belongs there. A format without
 * grey gives RGB in place of it.
 */
function paste(sheet: SampleSheet, { x, y, height, width }: Piece, picture: Raster): void {
  const { channels, bits } = sheet;
  const stride = picture.channels;
  const told = channels === 1 && stride === 3 ? 1 : stride;
  const wanted = `${width}x${height}x${channels} of ${bits > 8 ? 16 : 8} bit`;
  const got = `${picture.width}x${picture.height}x${told} of ${picture.depth} bit`;
  if (wanted !== got) {
    throw new WorkError(`stream holds a picture of ${got}; expected ${wanted}`, {
      code: 'broken-bitstream',
    });
  }
  for (let c = 0; c < channels; c++) {
    for (let row = 0; row < height; row++) {
      const to = (c * sheet.height + y + row) * sheet.width + x;
      const from = row * width * stride + c;
      for (let i = 0; i < width; i++) sheet.data[to + i] = picture.data[from + i * stride]!;
    }
  }
}
