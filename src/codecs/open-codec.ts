import { sameBytes } from '../base/bytes.js';
import { measure, type Timing } from '../base/clock.js';
import { WorkError } from '../base/errors.js';
import type { LearnedReport } from '../base/learned-report.js';
import type { Settings } from '../base/params.js';
import { sameSamples } from '../image/compare.js';
import { describeConversion, fit } from '../image/convert.js';
import { defaultMaxPixels, type Raster } from '../image/raster.js';
import type { AnyCodec, AnySession, CodecInput, Resources } from './codec.js';
import { demandStorable } from './limits.js';

/** A source image. */
export interface Original {
  readonly picture: Raster;
  /** The file that it was read from, or null where there is none or only its centre is asked for. */
  readonly file: Uint8Array | null;
}

/** What a codec is given of an original. */
export interface Prepared {
  readonly original: Original;
  /** Samples in a layout that the codec takes, or the JPEG file as it is. */
  readonly input: CodecInput;
  /** What was done to the samples for it, `rgba16 -> rgb8`, or null. */
  readonly conversion: string | null;
}

/** A codec at work with its settings. */
export interface OpenCodec {
  readonly codec: AnyCodec;
  /** @throws WorkError where the codec does not take the original, or stores no picture of its size */
  prepare(original: Original): Prepared;
  encode(input: CodecInput): Promise<Timing<Uint8Array>>;
  /** Throws on a broken file. */
  decode(bytes: Uint8Array): Promise<Timing<CodecInput>>;
  /**
   * The decoded picture; of a codec of JPEG files it is the original's own.
   * @throws WorkError unless it can stand for the original: of the same size, equal in every sample
   *   where the codec is lossless, the same bytes of a file
   */
  check(prepared: Prepared, decoded: CodecInput): Raster;
  /** What a learned codec tells of the picture that it coded last; null of all others. */
  report(): Promise<LearnedReport | null>;
  close(): Promise<void>;
}

/** Opens a codec: one thread and the usual limit of pixels unless told. */
export async function openCodec(
  codec: AnyCodec,
  settings: Settings,
  { threads = 1, maxPixels = defaultMaxPixels, signal }: Partial<Resources> = {},
): Promise<OpenCodec> {
  const resources = { threads, maxPixels, ...(signal && { signal }) };
  const session: AnySession = await codec.open(settings, resources);
  return {
    codec,
    prepare: (original) => prepareFor(codec, settings, original),
    encode: (input) => measure((clock) => session.encode(input, clock)),
    decode: (bytes) => measure((clock) => session.decode(bytes, clock)),
    check: (prepared, decoded) => checkDecoded(codec, settings, prepared, decoded),
    report: async () => (await session.report?.()) ?? null,
    close: () => session.close(),
  };
}

/** What a codec takes of an original; for those that need it before the codec is open. */
export function prepareFor(codec: AnyCodec, settings: Settings, original: Original): Prepared {
  const { picture, file } = original;
  demandStorable(codec, settings, picture);
  if (codec.input !== 'jpeg') {
    const input = fit(picture, codec.accepts(settings));
    return { original, input, conversion: describeConversion(picture, input) };
  }
  if (file === null) {
    throw new WorkError(`${codec.id} takes whole files, and no centre of a picture`);
  }
  return { original, input: file, conversion: null };
}

function checkDecoded(
  codec: AnyCodec,
  settings: Settings,
  { original, input }: Prepared,
  decoded: CodecInput,
): Raster {
  if (codec.input === 'jpeg' || input instanceof Uint8Array || decoded instanceof Uint8Array) {
    if (isSameFile(input, decoded)) return original.picture;
    throw new WorkError(`${codec.id} gave back another file than the JPEG that it got`);
  }
  if (decoded.width !== input.width || decoded.height !== input.height) {
    throw new WorkError(
      `decoded to ${decoded.width}x${decoded.height}, encoded from ${input.width}x${input.height}`,
    );
  }
  if (codec.lossless(settings) && !sameSamples(input, decoded)) {
    throw new WorkError(
      `${codec.id} is lossless at these settings, but the decoded samples differ`,
    );
  }
  return decoded;
}

function isSameFile(a: CodecInput, b: CodecInput): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array && sameBytes(a, b);
}
