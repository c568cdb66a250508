import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import { type NativeLibrary, type Pointer, viewOf, withCallback } from './ffi.js';
import { check, type HeifError, heif, withEncoder } from './libheif.js';

export interface HeifOptions {
  /** 0..100, or null: lossless, the RGB samples themselves at 4:4:4. */
  readonly quality: number | null;
  /** Bits per sample in the file; those of a 16-bit picture are rounded to them. */
  readonly bits: 8 | 10 | 12;
  /** Parameters of the encoder by name, such as preset, tune, chroma, `x265:pools`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface HeifEncoder {
  /** A HEIC file of an RGB or RGBA picture, described as sRGB. */
  encode(image: Raster, options: HeifOptions): Uint8Array;
}

export function openHeifEncoder(library: NativeLibrary): HeifEncoder {
  const lib = bind(library);
  return {
    encode: (image, options) =>
      withEncoder(library, (encoder, context) => {
        const { quality, parameters } = options;
        check(lib.setLossless(encoder, quality === null ? 1 : 0));
        if (quality !== null) check(lib.setQuality(encoder, quality));
        for (const [name, value] of Object.entries(parameters)) {
          check(lib.setParameter(encoder, name, value));
        }
        const picture = quality === null ? planes(lib, image) : interleaved(lib, image, options);
        const settings = withColourBox(lib);
        try {
          describeColour(lib, picture, quality === null);
          const handle: Pointer[] = [null];
          check(lib.encode(context, picture, encoder, settings, handle));
          lib.releaseHandle(handle[0]!);
          return fileOf(lib, context);
        } finally {
          lib.freeOptions(settings);
          lib.release(picture);
        }
      }),
  };
}

type Bound = ReturnType<typeof bind>;

function bind(library: NativeLibrary) {
  return {
    setQuality: library.bind<(encoder: Pointer, quality: number) => HeifError>(
      'heif_error heif_encoder_set_lossy_quality(void*, int)',
    ),
    setLossless: library.bind<(encoder: Pointer, on: number) => HeifError>(
      'heif_error heif_encoder_set_lossless(void*, int)',
    ),
    setParameter: library.bind<(encoder: Pointer, name: string, value: string) => HeifError>(
      'heif_error heif_encoder_set_parameter_string(void*, const char*, const char*)',
    ),
    create: library.bind<
      (width: number, height: number, space: number, chroma: number, out: Pointer[]) => HeifError
    >('heif_error heif_image_create(int, int, int, int, _Out_ void**)'),
    addPlane: library.bind<
      (image: Pointer, channel: number, width: number, height: number, bits: number) => HeifError
    >('heif_error heif_image_add_plane(void*, int, int, int, int)'),
    plane: library.bind<(image: Pointer, channel: number, stride: number[]) => Pointer>(
      'void* heif_image_get_plane(void*, int, _Out_ int*)',
    ),
    release: library.bind<(image: Pointer) => void>('void heif_image_release(void*)'),
    newProfile: library.bind<() => Pointer>('void* heif_nclx_color_profile_alloc(void)'),
    freeProfile: library.bind<(profile: Pointer) => void>(
      'void heif_nclx_color_profile_free(void*)',
    ),
    setProfile: library.bind<(image: Pointer, profile: Pointer) => HeifError>(
      'heif_error heif_image_set_nclx_color_profile(void*, void*)',
    ),
    setPrimaries: library.bind<(profile: Pointer, code: number) => HeifError>(
      'heif_error heif_nclx_color_profile_set_color_primaries(void*, uint16_t)',
    ),
    setTransfer: library.bind<(profile: Pointer, code: number) => HeifError>(
      'heif_error heif_nclx_color_profile_set_transfer_characteristics(void*, uint16_t)',
    ),
    setMatrix: library.bind<(profile: Pointer, code: number) => HeifError>(
      'heif_error heif_nclx_color_profile_set_matrix_coefficients(void*, uint16_t)',
    ),
    encode: library.bind<
      (
        context: Pointer,
        image: Pointer,
        encoder: Pointer,
        options: Pointer,
        out: Pointer[],
      ) => HeifError
    >('heif_error heif_context_encode_image(void*, void*, void*, void*, _Out_ void**)'),
    newOptions: library.bind<() => Pointer>('void* heif_encoding_options_alloc(void)'),
    freeOptions: library.bind<(options: Pointer) => void>('void heif_encoding_options_free(void*)'),
    releaseHandle: library.bind<(handle: Pointer) => void>('void heif_image_handle_release(void*)'),
    write: library.bind<
      (context: Pointer, writer: { version: number; write: bigint }, user: null) => HeifError
    >('heif_error heif_context_write(void*, heif_writer*, void*)'),
  };
}

function create(lib: Bound, { width, height }: Raster, space: number, chroma: number): Pointer {
  const image: Pointer[] = [null];
  check(lib.create(width, height, space, chroma, image));
  return image[0]!;
}

/** The memory of a new plane of a picture, with the bytes from one of its rows to the next. */
function addPlane(lib: Bound, image: Pointer, channel: number, size: Raster, bits: number) {
  check(lib.addPlane(image, channel, size.width, size.height, bits));
  const stride = [0];
  const memory = lib.plane(image, channel, stride);
  if (memory === null) throw new WorkError('libheif: no memory', { code: 'not-enough-memory' });
  return { view: viewOf(memory, stride[0]! * size.height), stride: stride[0]! };
}

/** RGB or RGBA, which libheif turns into Y'CbCr. */
function interleaved(lib: Bound, image: Raster, { bits }: HeifOptions): Pointer {
  const { chroma, space, channel } = heif;
  const [deep, alpha] = [bits > 8, image.channels === 4];
  const layout = deep ? (alpha ? chroma.rgba16 : chroma.rgb16) : alpha ? chroma.rgba8 : chroma.rgb8;
  const picture = create(lib, image, space.rgb, layout);
  const { view, stride } = addPlane(lib, picture, channel.interleaved, image, bits);
  const samples = deep ? narrowed(image, bits) : image.data;
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const row = bytes.length / image.height;
  for (let y = 0; y < image.height; y++) {
    view.set(bytes.subarray(y * row, (y + 1) * row), y * stride);
  }
  return picture;
}

function narrowed({ data }: Raster, bits: number): Uint16Array {
  const scale = (2 ** bits - 1) / 65535;
  return Uint16Array.from(data, (sample) => Math.round(sample * scale));
}

/** Y, Cb, Cr are G, B, R with matrix 0: libheif's own conversion from RGB is not exact. */
function planes(lib: Bound, image: Raster): Pointer {
  const { space, chroma, channel } = heif;
  const picture = create(lib, image, space.yCbCr, chroma.c444);
  const { width, height, channels, data } = image;
  const order = [channel.cr, channel.y, channel.cb, channel.alpha];
  for (let c = 0; c < channels; c++) {
    const { view, stride } = addPlane(lib, picture, order[c]!, image, 8);
    for (let y = 0, from = c; y < height; y++) {
      for (let to = y * stride; to < y * stride + width; to++, from += channels)
        view[to] = data[from]!;
    }
  }
  return picture;
}

/**
 * Options in which `macOS_compatibility_workaround_no_nclx_profile` is off (since version 4 of
 * heif_encoding_options, behind four bytes and a pointer): the file then tells its colour space.
 */
function withColourBox(lib: Bound): Pointer {
  const options = lib.newOptions();
  if (options === null) throw new WorkError('libheif: no memory', { code: 'not-enough-memory' });
  const noColourBoxAt = 16;
  if (viewOf(options, 1)[0]! >= 4) viewOf(options, noColourBoxAt + 1)[noColourBoxAt] = 0;
  return options;
}

/** sRGB, ITU-T H.273: primaries 1, transfer 13, matrix 6 (BT.601) or 0 (the samples are RGB). */
function describeColour(lib: Bound, picture: Pointer, identity: boolean): void {
  const profile = lib.newProfile();
  try {
    check(lib.setPrimaries(profile, 1));
    check(lib.setTransfer(profile, 13));
    check(lib.setMatrix(profile, identity ? 0 : 6));
    check(lib.setProfile(picture, profile));
  } finally {
    lib.freeProfile(profile);
  }
}

function fileOf(lib: Bound, context: Pointer): Uint8Array {
  const pieces: Uint8Array[] = [];
  const write = (_context: Pointer, data: bigint, size: number) => {
    pieces.push(viewOf(data, Number(size)).slice());
    return { code: 0, subcode: 0, message: null };
  };
  withCallback('heif_write', write, (pointer) =>
    check(lib.write(context, { version: 1, write: pointer }, null)),
  );
  return new Uint8Array(Buffer.concat(pieces));
}
