import type { Engine } from '../base/engine.js';
import { UsageError } from '../base/errors.js';
import type { LearnedReport } from '../base/learned-report.js';
import type { Settings } from '../base/params.js';
import { type FileFormat, imageFormats } from '../image/format.js';
import { loadPicture } from './decode.js';
import type { LoadedPicture } from './decoded.js';
import { demandStorable } from './limits.js';
import type { Original } from './open-codec.js';
import { isFile, type PictureSource, readSource } from './picture-source.js';
import { printed } from './spec.js';
import {
  type CodecSetting,
  type CodingOptions,
  checkCodingOptions,
  findSetting,
  withCodec,
} from './with-codec.js';

/** A picture that was encoded. */
export interface Encoded {
  /** A complete file, decodable from these bytes alone. */
  readonly bytes: Uint8Array;
  readonly bitsPerPixel: number;
  readonly width: number;
  readonly height: number;
  /** Wall time of the encode, without loading the picture and opening the codec. */
  readonly seconds: number;
  /** The printed form of the codec with its settings. */
  readonly spec: string;
  readonly codec: string;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly format: FileFormat;
  /** What was done to the samples for the codec to take them, `rgba16 -> rgb8`, or null. */
  readonly conversion: string | null;
  /** What a learned codec tells beside; null of all others. */
  readonly learned: LearnedReport | null;
  /** What is wrong with the picture's file, where a lenient reader took it all the same; or null. */
  readonly damage: string | null;
}

/**
 * Encodes a picture with any codec of the bench, or one of the user's own.
 *
 *     const { bytes } = await encode('photo.png', 'avif:speed=8,quality=60');
 *
 * Settings that are not named have their defaults. A codec of JPEG files is given the file as it is.
 * @param image path, `file:` URL or bytes of a file, or samples
 * @throws UsageError for a codec or settings that are none, alternatives (`quality=30+60`) among
 *   them, and where the codec cannot run here; WorkError for a picture that cannot be read or coded;
 *   the signal's reason
 */
export async function encode(
  image: PictureSource,
  spec: string,
  options: CodingOptions = {},
): Promise<Encoded> {
  checkCodingOptions(options);
  options.signal?.throwIfAborted();
  return encodeBy(await findSetting(spec, options.plugins), image, options);
}

/** The same with the codec found already. */
export async function encodeBy(
  setting: CodecSetting,
  image: PictureSource,
  options: CodingOptions = {},
): Promise<Encoded> {
  const { damage, ...original } = await loadOriginal(image, setting, options);
  const { codec, settings } = setting;
  const { width, height } = original.picture;
  demandStorable(codec, settings, original.picture);
  return withCodec(setting, options, async (open) => {
    const { input, conversion } = open.prepare(original);
    const { value: bytes, totalSeconds: seconds } = await open.encode(input);
    return {
      ...{ bytes, width, height, seconds, settings, conversion },
      bitsPerPixel: (8 * bytes.length) / (width * height),
      spec: printed(codec, settings),
      codec: codec.id,
      engine: codec.engine(settings),
      format: codec.format,
      learned: await open.report(),
      damage,
    };
  });
}

async function loadOriginal(
  image: PictureSource,
  { codec }: CodecSetting,
  options: CodingOptions,
): Promise<Original & LoadedPicture> {
  if (codec.input !== 'jpeg') return { ...(await loadPicture(image, options)), file: null };
  if (!isFile(image)) {
    throw new UsageError(`${codec.id} takes JPEG files; expected a path or bytes, got samples`, {
      code: 'wrong-input',
      data: { codec: codec.id },
    });
  }
  const { bytes, name } = await readSource(image, 'the picture');
  if (!imageFormats.jpeg.recognises(bytes)) {
    throw new UsageError(`${codec.id} takes JPEG files, and ${name} is none`, {
      code: 'wrong-input',
      data: { codec: codec.id, images: [name] },
    });
  }
  return { ...(await loadPicture(bytes, { ...options, name })), file: bytes };
}
