import { UsageError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { writeWhole } from '../base/write-whole.js';
import { decodeFile, loadImage } from '../codecs/decode.js';
import type { Decoded } from '../codecs/decoded.js';
import { jxlBoxes } from '../codecs/jxl/boxes.js';
import { jxlFormat } from '../codecs/jxl/format.js';
import type { CodingOptions } from '../codecs/with-codec.js';
import { writerFor } from '../image/files/write.js';
import { formatsOfName, imageFormats } from '../image/format.js';
import type { ArgumentsOf } from './command.js';
import { demandOther, readCodingOptions } from './one-picture.js';
import type { decodeOptions } from './options/decode.js';
import { print, printJson } from './output.js';

/** Decodes a file into a picture. */
export async function decodeCommand(args: ArgumentsOf<typeof decodeOptions>): Promise<void> {
  const { file, picture, codec } = args;
  const options = readCodingOptions(args);
  // A codec of JPEG files gives one back, which is to be kept as it is.
  const asJpeg = codec !== undefined && formatsOfName(picture).includes(imageFormats.jpeg);
  if (codec === undefined && formatsOfName(picture).includes(imageFormats.jpeg)) {
    await demandJpegNamed(file);
  }
  const write = asJpeg ? null : writerFor(picture);
  demandOther(file, picture);
  const decoded = await decodeFile(file, { ...options, codec });
  const image = await imageOf(decoded, options);
  const made = write === null ? jpegOf(decoded, picture) : await write(image);
  writeWhole([{ file: picture, pieces: [made] }]);
  const { width, height, channels, depth } = image;
  const { format, seconds, engine } = decoded;
  if (args.json) {
    printJson({
      ...{ file, picture, format: format?.id ?? null, width, height, channels, depth },
      ...{ seconds, codec: decoded.codec, engine },
    });
    return;
  }
  const by = engine && ` by ${decoded.codec}, ${engine.name} ${engine.version} (${engine.runtime})`;
  print(
    `${picture}: ${width}x${height}, ${channels} x ${depth} bit, ${seconds.toFixed(3)} s\n${format?.title ?? 'file'}${by ?? ''}`,
  );
}

/** @throws UsageError naming the codec that gives back the JPEG file that a JPEG XL file was made of */
async function demandJpegNamed(file: string): Promise<void> {
  const bytes = await readBounded(file, { bound: 'picture' });
  if (!jxlFormat.recognises(bytes)) return;
  if (![...jxlBoxes(bytes)].some(({ type }) => type === 'jbrd')) return;
  throw new UsageError(`${file} was made of a JPEG file; --codec jxl-jpeg gives that back`);
}

async function imageOf({ output }: Decoded, options: CodingOptions) {
  if (!(output instanceof Uint8Array)) return output;
  return loadImage(output, { ...options, name: 'the JPEG file in it' });
}

/** The JPEG file that came back. */
function jpegOf({ output, codec }: Decoded, picture: string): Uint8Array {
  if (output instanceof Uint8Array) return output;
  throw new UsageError(`${codec} gives samples and no JPEG file; '${picture}' is to end in .png`);
}
