import { UsageError } from '../base/errors.js';
import { writeWhole } from '../base/write-whole.js';
import { decodeFile, loadImage } from '../codecs/decode.js';
import type { Decoded } from '../codecs/decoded.js';
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

async function imageOf({ output }: Decoded, options: CodingOptions) {
  if (!(output instanceof Uint8Array)) return output;
  return loadImage(output, { ...options, name: 'the JPEG file in it' });
}

/** The JPEG file that came back. */
function jpegOf({ output, codec }: Decoded, picture: string): Uint8Array {
  if (output instanceof Uint8Array) return output;
  throw new UsageError(`${codec} gives samples and no JPEG file; '${picture}' is to end in .png`);
}
