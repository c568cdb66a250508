import { writeWhole } from '../base/write-whole.js';
import { encodeBy } from '../codecs/encode.js';
import { fileFormats } from '../codecs/formats.js';
import { findSetting } from '../codecs/with-codec.js';
import type { ArgumentsOf } from './command.js';
import { demandOther, oddEnding, readCodingOptions } from './one-picture.js';
import type { encodeOptions } from './options/encode.js';
import { print, printJson, printWarning } from './output.js';

/** Encodes a picture with a codec. */
export async function encodeCommand(args: ArgumentsOf<typeof encodeOptions>): Promise<void> {
  const { picture, file, json } = args;
  const options = readCodingOptions(args);
  const setting = await findSetting(args.codec, options.plugins);
  demandOther(picture, file);
  const odd = oddEnding(file, setting.codec.format, fileFormats);
  if (odd !== null) printWarning(odd);
  const { bytes, format, ...told } = await encodeBy(setting, picture, options);
  writeWhole([{ file, pieces: [bytes] }]);
  const { width, height, bitsPerPixel, seconds, spec, engine, conversion } = told;
  if (json) {
    printJson({ picture, file, bytes: bytes.length, format: format.id, ...told });
    return;
  }
  const converted = conversion === null ? '' : ` (${conversion})`;
  print(
    [
      `${file}: ${bytes.length} bytes, ${bitsPerPixel.toFixed(3)} bpp, ${seconds.toFixed(3)} s`,
      `${width}x${height}${converted} by ${spec}, ${engine.name} ${engine.version} (${engine.runtime})`,
    ].join('\n'),
  );
}
