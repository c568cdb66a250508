import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import { addressOf, type NativeLibrary, type Pointer } from './ffi.js';
import {
  type BasicInfo,
  type ColorEncoding,
  openLibjxlThreads,
  type PixelFormat,
  pixelFormat,
} from './libjxl.js';

/** JxlEncoderFrameSettingId of jxl/encode.h, as far as used; the same in all releases. */
const settingIds = {
  effort: 0,
  decodingSpeed: 1,
  patches: 8,
  epf: 9,
  modular: 11,
  groupOrder: 13,
  responsive: 16,
  progressiveAc: 17,
  progressiveDc: 19,
} as const;

/** The same, of a number that may be a fraction. */
const photonNoiseId = 5;

export interface JxlEncodeOptions {
  /** Butteraugli distance 0.01..25, or 0: lossless. */
  readonly distance: number;
  /** Synthetic noise of a sensor at this ISO speed; 0 for none. */
  readonly photonNoise: number;
  /** Whole-number options of the frame. */
  readonly frame: Readonly<Partial<Record<keyof typeof settingIds, number>>>;
  /** ICC profile that the samples are of; sRGB where there is none. */
  readonly profile?: Uint8Array | undefined;
}

/** Encoding by one libjxl, with so many threads. */
export interface JxlEncoder {
  /** A JPEG XL file of the picture, colour stored as sRGB unless told. Throws a WorkError with libjxl's code. */
  encode(image: Raster, options: JxlEncodeOptions): Uint8Array;
  close(): void;
}

/** @throws WorkError where `threads` are more than 1 and the library of libjxl's threads is missing */
export function openJxlEncoder(library: NativeLibrary, threads: number): JxlEncoder {
  const jxl = bindEncoder(library);
  const runner = threads > 1 ? openRunner(library, threads) : null;
  return {
    encode(image, options) {
      const encoder = jxl.create(null);
      if (encoder === null) {
        throw new WorkError('libjxl could not make an encoder', { code: 'engine-failed' });
      }
      try {
        if (runner) jxl.setRunner(encoder, runner.function, runner.state);
        describe(jxl, encoder, image, options);
        addFrame(jxl, encoder, image, options);
        return output(jxl, encoder, image.data.byteLength);
      } finally {
        jxl.destroy(encoder);
      }
    },
    close() {
      runner?.destroy();
    },
  };
}

type Bound = ReturnType<typeof bindEncoder>;

export function bindEncoder(library: NativeLibrary) {
  type Handle = Pointer;
  const handles = 'void* encoder';
  return {
    create: library.bind<(memory: null) => Handle>('void* JxlEncoderCreate(void*)'),
    destroy: library.bind<(encoder: Handle) => void>(`void JxlEncoderDestroy(${handles})`),
    error: library.find<(encoder: Handle) => number>(`int JxlEncoderGetError(${handles})`),
    setRunner: library.bind<(encoder: Handle, runner: bigint, state: Pointer) => number>(
      `int JxlEncoderSetParallelRunner(${handles}, void*, void*)`,
    ),
    initInfo: library.bind<(info: Partial<BasicInfo>) => void>(
      'void JxlEncoderInitBasicInfo(_Out_ JxlBasicInfo*)',
    ),
    setInfo: library.bind<(encoder: Handle, info: Partial<BasicInfo>) => number>(
      `int JxlEncoderSetBasicInfo(${handles}, const JxlBasicInfo*)`,
    ),
    toSrgb: library.bind<(encoding: Partial<ColorEncoding>, grey: number) => void>(
      'void JxlColorEncodingSetToSRGB(_Out_ JxlColorEncoding*, int grey)',
    ),
    setColour: library.bind<(encoder: Handle, encoding: Partial<ColorEncoding>) => number>(
      `int JxlEncoderSetColorEncoding(${handles}, const JxlColorEncoding*)`,
    ),
    setProfile: library.bind<(encoder: Handle, profile: Uint8Array, bytes: number) => number>(
      `int JxlEncoderSetICCProfile(${handles}, const uint8_t*, size_t)`,
    ),
    frame: library.bind<(encoder: Handle, source: null) => Handle>(
      `void* JxlEncoderFrameSettingsCreate(${handles}, void*)`,
    ),
    setOption: library.bind<(frame: Handle, id: number, value: number) => number>(
      'int JxlEncoderFrameSettingsSetOption(void*, int, int64_t)',
    ),
    setFloatOption: library.bind<(frame: Handle, id: number, value: number) => number>(
      'int JxlEncoderFrameSettingsSetFloatOption(void*, int, float)',
    ),
    setDistance: library.bind<(frame: Handle, distance: number) => number>(
      'int JxlEncoderSetFrameDistance(void*, float)',
    ),
    setLossless: library.bind<(frame: Handle, on: number) => number>(
      'int JxlEncoderSetFrameLossless(void*, int)',
    ),
    addImage: library.bind<
      (frame: Handle, format: PixelFormat, samples: Raster['data'], bytes: number) => number
    >('int JxlEncoderAddImageFrame(void*, const JxlPixelFormat*, const void*, size_t)'),
    closeInput: library.bind<(encoder: Handle) => void>(`void JxlEncoderCloseInput(${handles})`),
    process: library.bind<(encoder: Handle, next: bigint[], room: number[]) => number>(
      `int JxlEncoderProcessOutput(${handles}, _Inout_ void** next, _Inout_ size_t* room)`,
    ),
  };
}

function describe(
  jxl: Bound,
  encoder: Pointer,
  image: Raster,
  { distance, profile }: JxlEncodeOptions,
): void {
  const { width, height, channels, depth } = image;
  const info: Partial<BasicInfo> = {};
  jxl.initInfo(info);
  info.xsize = width;
  info.ysize = height;
  info.bits_per_sample = depth;
  info.num_color_channels = channels === 1 ? 1 : 3;
  info.num_extra_channels = channels === 4 ? 1 : 0;
  info.alpha_bits = channels === 4 ? depth : 0;
  info.uses_original_profile = distance === 0 ? 1 : 0;
  check(jxl, encoder, 'the picture', jxl.setInfo(encoder, info));
  if (profile !== undefined) {
    const set = jxl.setProfile(encoder, profile, profile.length);
    check(jxl, encoder, 'the ICC profile', set);
    return;
  }
  const srgb: Partial<ColorEncoding> = {};
  jxl.toSrgb(srgb, channels === 1 ? 1 : 0);
  check(jxl, encoder, 'sRGB', jxl.setColour(encoder, srgb));
}

function addFrame(
  jxl: Bound,
  encoder: Pointer,
  image: Raster,
  { distance, photonNoise, frame }: JxlEncodeOptions,
): void {
  const settings = jxl.frame(encoder, null);
  if (distance === 0) check(jxl, encoder, 'lossless', jxl.setLossless(settings, 1));
  else check(jxl, encoder, `distance ${distance}`, jxl.setDistance(settings, distance));
  for (const [name, value] of Object.entries(frame) as [keyof typeof settingIds, number][]) {
    check(jxl, encoder, `${name}=${value}`, jxl.setOption(settings, settingIds[name], value));
  }
  if (photonNoise > 0) {
    const set = jxl.setFloatOption(settings, photonNoiseId, photonNoise);
    check(jxl, encoder, `noise of ISO ${photonNoise}`, set);
  }
  const { data } = image;
  check(
    jxl,
    encoder,
    'the samples',
    jxl.addImage(settings, pixelFormat(image), data, data.byteLength),
  );
  jxl.closeInput(encoder);
}

const [success, , needMoreOutput] = [0, 1, 2];

/** Fetches the file piece by piece; the first piece is of a size that mostly holds all of it. */
export function output(jxl: Bound, encoder: Pointer, sourceBytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let size = 16384 + (sourceBytes >> 2); ; size *= 2) {
    const piece = new Uint8Array(size);
    const room = [size];
    const status = jxl.process(encoder, [addressOf(piece)], room);
    pieces.push(piece.subarray(0, size - Number(room[0])));
    if (status === needMoreOutput) continue;
    check(jxl, encoder, 'encoding', status);
    return pieces.length === 1 ? pieces[0]!.slice() : new Uint8Array(Buffer.concat(pieces));
  }
}

/** JxlEncoderError of jxl/encode.h. */
const errorNames: Readonly<Record<number, string>> = {
  1: 'generic',
  2: 'out of memory',
  3: 'JPEG reconstruction',
  4: 'bad input',
  128: 'not supported',
  129: 'wrong use',
};

export function check(jxl: Bound, encoder: Pointer, what: string, status: number): void {
  if (status === success) return;
  const code = jxl.error?.(encoder) ?? status;
  throw new WorkError(`libjxl encoder refused ${what}: ${errorNames[code] ?? 'error'} (${code})`, {
    code: 'engine-failed',
  });
}

export function openRunner(libjxl: NativeLibrary, threads: number) {
  const found = openLibjxlThreads(libjxl);
  if ('missing' in found) {
    throw new WorkError(`${threads} threads cannot be used: ${found.missing}`, {
      code: 'library-missing',
    });
  }
  const { library } = found;
  const create = library.bind<(memory: null, threads: number) => Pointer>(
    'void* JxlThreadParallelRunnerCreate(void*, size_t)',
  );
  const destroy = library.bind<(state: Pointer) => void>(
    'void JxlThreadParallelRunnerDestroy(void*)',
  );
  const state = create(null, threads);
  return {
    function: library.address('JxlThreadParallelRunner'),
    state,
    destroy: () => destroy(state),
  };
}
