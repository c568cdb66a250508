import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, type Raster } from '../../image/raster.js';
import { type NativeLibrary, type Pointer, viewOf } from './ffi.js';
import { check, type HeifError, heif, withContext } from './libheif.js';

export interface HeifDecoder {
  /**
   * The primary picture of a file as RGB or, with alpha, RGBA; more than 8 bits to depth 16. Its
   * colours and its alpha are as stored.
   * Strict: what libheif would let pass with a warning is an error.
   * @throws WorkError, before the samples are allocated, for more than `maxPixels` pixels
   */
  decode(bytes: Uint8Array, maxPixels: number): Raster;
}

export function openHeifDecoder(library: NativeLibrary): HeifDecoder {
  const lib = bind(library);
  return {
    decode: (bytes, maxPixels) =>
      withContext(library, (context) => {
        // Without it libheif decodes the tiles of a large picture in threads.
        lib.setThreads?.(context, 0);
        check(lib.read(context, bytes, bytes.length, null));
        const out: Pointer[] = [null];
        check(lib.primary(context, out));
        const handle = out[0]!;
        try {
          return decodeHandle(lib, handle, maxPixels);
        } finally {
          lib.releaseHandle(handle);
        }
      }),
  };
}

type Bound = ReturnType<typeof bind>;

function bind(library: NativeLibrary) {
  const ofHandle = (name: string) =>
    library.bind<(handle: Pointer) => number>(`int heif_image_handle_${name}(void*)`);
  return {
    setThreads: library.find<(context: Pointer, threads: number) => void>(
      'void heif_context_set_max_decoding_threads(void*, int)',
    ),
    read: library.bind<
      (context: Pointer, bytes: Uint8Array, length: number, options: null) => HeifError
    >(
      'heif_error heif_context_read_from_memory_without_copy(void*, const uint8_t*, size_t, void*)',
    ),
    primary: library.bind<(context: Pointer, out: Pointer[]) => HeifError>(
      'heif_error heif_context_get_primary_image_handle(void*, _Out_ void**)',
    ),
    releaseHandle: library.bind<(handle: Pointer) => void>('void heif_image_handle_release(void*)'),
    width: ofHandle('get_width'),
    height: ofHandle('get_height'),
    hasAlpha: ofHandle('has_alpha_channel'),
    bits: ofHandle('get_luma_bits_per_pixel'),
    newOptions: library.bind<() => Pointer>('void* heif_decoding_options_alloc(void)'),
    freeOptions: library.bind<(options: Pointer) => void>('void heif_decoding_options_free(void*)'),
    decode: library.bind<
      (
        handle: Pointer,
        out: Pointer[],
        space: number,
        chroma: number,
        options: Pointer,
      ) => HeifError
    >('heif_error heif_decode_image(void*, _Out_ void**, int, int, void*)'),
    release: library.bind<(image: Pointer) => void>('void heif_image_release(void*)'),
    planeWidth: library.bind<(image: Pointer, channel: number) => number>(
      'int heif_image_get_width(void*, int)',
    ),
    planeHeight: library.bind<(image: Pointer, channel: number) => number>(
      'int heif_image_get_height(void*, int)',
    ),
    planeBits: library.bind<(image: Pointer, channel: number) => number>(
      'int heif_image_get_bits_per_pixel_range(void*, int)',
    ),
    plane: library.bind<(image: Pointer, channel: number, stride: number[]) => Pointer>(
      'void* heif_image_get_plane_readonly(void*, int, _Out_ int*)',
    ),
  };
}

function decodeHandle(lib: Bound, handle: Pointer, maxPixels: number): Raster {
  checkPixels(lib.width(handle), lib.height(handle), maxPixels);
  const alpha = lib.hasAlpha(handle) !== 0;
  const deep = lib.bits(handle) > 8;
  const { chroma, space } = heif;
  const layout = deep ? (alpha ? chroma.rgba16 : chroma.rgb16) : alpha ? chroma.rgba8 : chroma.rgb8;
  const options = strictOptions(lib);
  try {
    const out: Pointer[] = [null];
    check(lib.decode(handle, out, space.rgb, layout, options));
    try {
      return rasterOf(lib, out[0]!, alpha ? 4 : 3, deep);
    } finally {
      lib.release(out[0]!);
    }
  } finally {
    lib.freeOptions(options);
  }
}

/** `strict_decoding` of heif_decoding_options: since version 3 of it, after four pointers. */
function strictOptions(lib: Bound): Pointer {
  const options = lib.newOptions();
  if (options === null) throw new WorkError('libheif: no memory', { code: 'not-enough-memory' });
  const strictAt = 8 + 4 * 8 + 1;
  if (viewOf(options, 1)[0]! >= 3) viewOf(options, strictAt + 1)[strictAt] = 1;
  return options;
}

function rasterOf(lib: Bound, picture: Pointer, channels: 3 | 4, deep: boolean): Raster {
  const { interleaved } = heif.channel;
  const width = lib.planeWidth(picture, interleaved);
  const height = lib.planeHeight(picture, interleaved);
  const stride = [0];
  const memory = lib.plane(picture, interleaved, stride);
  if (memory === null || width < 1 || height < 1) {
    throw new WorkError('libheif gave no samples', { code: 'broken-bitstream' });
  }
  const view = viewOf(memory, stride[0]! * height);
  const rowBytes = width * channels * (deep ? 2 : 1);
  const bytes = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const from = y * stride[0]!;
    bytes.set(view.subarray(from, from + rowBytes), y * rowBytes);
  }
  if (!deep) return createRaster({ width, height, channels, depth: 8, data: bytes });
  const data = new Uint16Array(bytes.buffer);
  const peak = 2 ** lib.planeBits(picture, interleaved) - 1;
  for (let i = 0; i < data.length; i++) data[i] = Math.round((data[i]! * 65535) / peak);
  return createRaster({ width, height, channels, depth: 16, data });
}
