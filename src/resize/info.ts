import { messageOf, WorkError } from '../base/errors.js';
import { decode } from '../codecs/decode.js';
import { demandName, formatOf } from '../codecs/formats.js';
import { type FileSource, readSource } from '../codecs/picture-source.js';
import { describeFile, type FileDescription } from '../image/files/describe.js';
import { imageFormats, sniffFormat } from '../image/format.js';

/** What a picture's file is. */
export interface PictureInfo extends FileDescription {
  readonly file: string;
  /** Name of its format, `JPEG`. */
  readonly format: string;
  readonly bytes: number;
}

/**
 * Tells what a picture's file is: by its header where that says so, else by decoding it.
 * @throws WorkError for a file that cannot be read, or is no picture
 */
export async function pictureInfo(source: FileSource): Promise<PictureInfo> {
  const { bytes, name } = await readSource(source, 'the picture');
  const format = formatOf(bytes);
  if (format !== null) demandName(name, format);
  const facts = { file: name, format: format?.title ?? '', bytes: bytes.length };
  const own = sniffFormat(bytes);
  if (own !== null && own !== imageFormats.pnm && own !== imageFormats.bmp) {
    try {
      return { ...facts, ...(await describeFile(bytes)) };
    } catch (error) {
      throw new WorkError(`${name} cannot be read: ${messageOf(error)}`, {
        code: 'broken-image',
        data: { file: name },
      });
    }
  }
  const { width, height, channels, depth } = await decode(bytes, { name });
  const colours = { 1: 'grey', 3: 'RGB', 4: 'RGBA' }[channels];
  return {
    ...facts,
    ...{ width, height, orientation: 1, colours, bits: depth, frames: 1 },
    ...{ profileBytes: 0, metadataBytes: 0 },
  };
}
