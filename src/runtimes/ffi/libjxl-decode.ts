import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import {
  type Channels,
  createRaster,
  createSamples,
  type Depth,
  type Raster,
} from '../../image/raster.js';
import type { NativeLibrary, Pointer } from './ffi.js';
import { type BasicInfo, type ColorEncoding, type PixelFormat, pixelFormat } from './libjxl.js';

/** A decoded picture, with the ICC profile of its samples where they are not sRGB. */
export interface JxlPicture {
  readonly image: Raster;
  readonly profile: Uint8Array | null;
  /** Whether premultiplied alpha was undone. */
  readonly isStraight: boolean;
}

export interface JxlDecoder {
  /**
   * The first picture of a file: grey to 1 channel, RGB to 3, either with alpha to 4; more than 8
   * bits and floating point to depth 16. Colour comes as sRGB where libjxl itself can do it.
   * @throws WorkError for a broken file and, before the samples are allocated, for one of more
   *   than `maxPixels` pixels
   */
  decode(bytes: Uint8Array, maxPixels: number): JxlPicture;
}

export function openJxlDecoder(library: NativeLibrary): JxlDecoder {
  const jxl = bindDecoder(library);
  return {
    decode(bytes, maxPixels) {
      const decoder = jxl.create(null);
      if (decoder === null) {
        throw new WorkError('libjxl could not make a decoder', { code: 'engine-failed' });
      }
      try {
        return run(jxl, decoder, bytes, maxPixels);
      } finally {
        jxl.destroy(decoder);
      }
    },
  };
}

/** JxlDecoderStatus of jxl/decode.h, and the events of it that are asked for. */
const status = {
  success: 0,
  error: 1,
  needMoreInput: 2,
  needImageBuffer: 5,
  basicInfo: 0x40,
  colour: 0x100,
  fullImage: 0x1000,
} as const;

type Bound = ReturnType<typeof bindDecoder>;

export function bindDecoder(library: NativeLibrary) {
  type Handle = Pointer;
  // Until 0.9 the functions of profiles had a further argument, of no use.
  const version = library.bind<() => number>('uint32_t JxlDecoderVersion(void)')();
  const unused = version < 9000 ? [null] : [];
  const unusedType = version < 9000 ? 'void*, ' : '';
  const encodedProfile = library.bind<(decoder: Handle, ...rest: unknown[]) => number>(
    `int JxlDecoderGetColorAsEncodedProfile(void*, ${unusedType}int, _Out_ JxlColorEncoding*)`,
  );
  const profileSize = library.bind<(decoder: Handle, ...rest: unknown[]) => number>(
    `int JxlDecoderGetICCProfileSize(void*, ${unusedType}int, _Out_ size_t*)`,
  );
  const profile = library.bind<(decoder: Handle, ...rest: unknown[]) => number>(
    `int JxlDecoderGetColorAsICCProfile(void*, ${unusedType}int, uint8_t*, size_t)`,
  );
  const ofData = 1;
  return {
    create: library.bind<(memory: null) => Handle>('void* JxlDecoderCreate(void*)'),
    destroy: library.bind<(decoder: Handle) => void>('void JxlDecoderDestroy(void*)'),
    subscribe: library.bind<(decoder: Handle, events: number) => number>(
      'int JxlDecoderSubscribeEvents(void*, int)',
    ),
    setUnpremultiply: library.find<(decoder: Handle, on: number) => number>(
      'int JxlDecoderSetUnpremultiplyAlpha(void*, int)',
    ),
    setInput: library.bind<(decoder: Handle, bytes: Uint8Array, length: number) => number>(
      'int JxlDecoderSetInput(void*, const uint8_t*, size_t)',
    ),
    closeInput: library.bind<(decoder: Handle) => void>('void JxlDecoderCloseInput(void*)'),
    process: library.bind<(decoder: Handle) => number>('int JxlDecoderProcessInput(void*)'),
    info: library.bind<(decoder: Handle, info: Partial<BasicInfo>) => number>(
      'int JxlDecoderGetBasicInfo(void*, _Out_ JxlBasicInfo*)',
    ),
    toSrgb: library.bind<(encoding: Partial<ColorEncoding>, grey: number) => void>(
      'void JxlColorEncodingSetToSRGB(_Out_ JxlColorEncoding*, int grey)',
    ),
    prefer: library.bind<(decoder: Handle, encoding: Partial<ColorEncoding>) => number>(
      'int JxlDecoderSetPreferredColorProfile(void*, const JxlColorEncoding*)',
    ),
    bufferSize: library.bind<(decoder: Handle, format: PixelFormat, size: number[]) => number>(
      'int JxlDecoderImageOutBufferSize(void*, const JxlPixelFormat*, _Out_ size_t*)',
    ),
    setBuffer: library.bind<
      (decoder: Handle, format: PixelFormat, samples: Raster['data'], bytes: number) => number
    >('int JxlDecoderSetImageOutBuffer(void*, const JxlPixelFormat*, void*, size_t)'),
    /** The colour encoding of the samples, or null where only an ICC profile says it. */
    encoding(decoder: Handle): Partial<ColorEncoding> | null {
      const encoding: Partial<ColorEncoding> = {};
      return encodedProfile(decoder, ...unused, ofData, encoding) === 0 ? encoding : null;
    },
    /** The ICC profile of the samples, or null where there is none. */
    profile(decoder: Handle): Uint8Array | null {
      const size: unknown[] = [0];
      if (profileSize(decoder, ...unused, ofData, size) !== 0) return null;
      const bytes = new Uint8Array(Number(size[0]));
      return profile(decoder, ...unused, ofData, bytes, bytes.length) === 0 ? bytes : null;
    },
  };
}

function run(jxl: Bound, decoder: Pointer, bytes: Uint8Array, maxPixels: number): JxlPicture {
  jxl.subscribe(decoder, status.basicInfo | status.colour | status.fullImage);
  jxl.setUnpremultiply?.(decoder, 1);
  jxl.setInput(decoder, bytes, bytes.length);
  jxl.closeInput(decoder);
  let layout: ReturnType<typeof layoutOf> | null = null;
  let profile: Uint8Array | null = null;
  let data: Raster['data'] | null = null;
  for (;;) {
    const event = jxl.process(decoder);
    if (event === status.basicInfo) {
      layout = layoutOf(jxl, decoder);
      checkPixels(layout.width, layout.height, maxPixels);
    } else if (event === status.colour && layout !== null) {
      profile = foreignProfile(jxl, decoder, layout.grey);
    } else if (event === status.needImageBuffer && layout !== null) {
      data = giveBuffer(jxl, decoder, layout);
    } else if (event === status.fullImage && layout !== null && data !== null) {
      const isStraight = jxl.setUnpremultiply !== null;
      return { image: createRaster({ ...layout, data }), profile, isStraight };
    } else if (event === status.needMoreInput) {
      throw new WorkError('libjxl decoder: the file is cut short', { code: 'broken-bitstream' });
    } else {
      throw new WorkError(`libjxl decoder: broken file (status ${event})`, {
        code: 'broken-bitstream',
      });
    }
  }
}

function layoutOf(jxl: Bound, decoder: Pointer) {
  const info: Partial<BasicInfo> = {};
  if (jxl.info(decoder, info) !== status.success) {
    throw new WorkError('libjxl decoder: no header', { code: 'broken-bitstream' });
  }
  const { xsize = 0, ysize = 0, bits_per_sample: bits = 8, exponent_bits_per_sample = 0 } = info;
  const grey = info.num_color_channels === 1;
  const channels: Channels = info.alpha_bits ? 4 : grey ? 1 : 3;
  const depth: Depth = bits > 8 || exponent_bits_per_sample > 0 ? 16 : 8;
  return { width: xsize, height: ysize, grey, channels, depth };
}

/** Asks for sRGB, which libjxl does for what it stores in a space of its own (XYB). */
function foreignProfile(jxl: Bound, decoder: Pointer, grey: boolean): Uint8Array | null {
  const srgb: Partial<ColorEncoding> = {};
  jxl.toSrgb(srgb, grey ? 1 : 0);
  jxl.prefer(decoder, srgb);
  const encoding = jxl.encoding(decoder);
  return encoding !== null && sameColour(encoding, srgb, grey) ? null : jxl.profile(decoder);
}

/** The rendering intent says nothing of the samples, and grey has no primaries. */
function sameColour(a: Partial<ColorEncoding>, b: Partial<ColorEncoding>, grey: boolean): boolean {
  return (
    a.color_space === b.color_space &&
    a.white_point === b.white_point &&
    a.transfer_function === b.transfer_function &&
    (grey || a.primaries === b.primaries)
  );
}

function giveBuffer(
  jxl: Bound,
  decoder: Pointer,
  { width, height, channels, depth }: ReturnType<typeof layoutOf>,
): Raster['data'] {
  const samples = width * height * channels;
  const data = createSamples(depth, samples);
  const format = pixelFormat({ channels, depth });
  const size = [0];
  if (jxl.bufferSize(decoder, format, size) !== 0 || Number(size[0]) !== data.byteLength) {
    throw new WorkError(`libjxl decoder: expected ${data.byteLength} bytes, got ${size[0]}`, {
      code: 'broken-bitstream',
    });
  }
  if (jxl.setBuffer(decoder, format, data, data.byteLength) !== status.success) {
    throw new WorkError('libjxl decoder refused its buffer', { code: 'engine-failed' });
  }
  return data;
}
