import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, type Raster } from '../../image/raster.js';
import { addressOf, type Found, type NativeLibrary, openLibrary, type Pointer } from './ffi.js';

/** TJSAMP of turbojpeg.h; the same in all releases. */
const subsamplings = { '4:4:4': 0, '4:2:2': 1, '4:2:0': 2, '4:4:0': 4 } as const;
const greySampling = 3;
const [rgbPixels, greyPixels] = [0, 6];
const flags = {
  noRealloc: 1 << 10,
  accurateDct: 1 << 12,
  stopOnWarning: 1 << 13,
  progressive: 1 << 14,
  limitScans: 1 << 15,
} as const;
const greySpace = 2;
/** TJPARAM_OPTIMIZE of release 3. */
const optimiseParam = 11;

export interface TurboOptions {
  readonly quality: number;
  readonly chroma: keyof typeof subsamplings;
  readonly progressive: boolean;
  /** Huffman tables made for the picture; progressive files always have them. */
  readonly optimise: boolean;
}

/** A compressor and a decompressor of libjpeg-turbo. */
export interface TurboJpeg {
  /** A JPEG of a grey or RGB picture of 8 bit, with the accurate DCT. */
  encode(image: Raster, options: TurboOptions): Uint8Array;
  /**
   * Grey to 1 channel, colour to 3. Strict: what the library warns of is an error.
   * @throws WorkError, before the samples are allocated, for more than `maxPixels` pixels
   */
  decode(bytes: Uint8Array, maxPixels: number): Raster;
  close(): void;
}

/** The libturbojpeg of the system, 2.x or 3.x. Never throws. */
export function openTurbo(): Found {
  return openLibrary({
    name: 'libturbojpeg',
    install: 'apt install libturbojpeg0, brew install jpeg-turbo',
    linux: ['libturbojpeg.so.0'],
    darwin: ['libturbojpeg.0.dylib', '/usr/local/opt/jpeg-turbo/lib/libturbojpeg.0.dylib'],
    win32: ['turbojpeg.dll', 'libturbojpeg.dll'],
  });
}

/** The version that the library's file holds, `2.1.5`, or `not installed`. It has no call for it. */
export function turboVersion(): string {
  const found = openTurbo();
  if ('missing' in found) return 'not installed';
  version ??= readVersion(found.library);
  return version;
}

let version: string | null = null;

function readVersion({ file }: NativeLibrary): string {
  // The report would look up the names of open connections.
  Object.assign(process.report, { excludeNetwork: true });
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  const loaded = sharedObjects.find((each) => path.basename(each) === path.basename(file));
  const text = loaded === undefined ? '' : readFileSync(loaded, 'latin1');
  return /libjpeg-turbo version (\d[\d.]*)/.exec(text)?.[1] ?? 'unknown';
}

export function createTurbo(library: NativeLibrary): TurboJpeg {
  const turbo = bind(library);
  let compressor = turbo.initCompress();
  let decompressor = turbo.initDecompress();
  // What a broken file left in a handle (Huffman tables) would break the next one.
  const fail = (handle: Pointer): never => {
    const message = turbo.error(handle);
    turbo.destroy(handle);
    if (handle === compressor) compressor = turbo.initCompress();
    else decompressor = turbo.initDecompress();
    throw new WorkError(`libturbojpeg: ${message}`, { code: 'engine-failed' });
  };
  // Kept for the next picture.
  let buffer = new Uint8Array(0);
  return {
    encode(image, { quality, chroma, progressive, optimise }) {
      const { width, height, channels, data } = image;
      const grey = channels === 1;
      const sampling = grey ? greySampling : subsamplings[chroma];
      const room = Number(turbo.bufferSize(width, height, sampling));
      if (buffer.length < room) buffer = new Uint8Array(room);
      turbo.optimise(compressor, optimise);
      const length: unknown[] = [buffer.length];
      const status = turbo.compress(
        compressor,
        data,
        width,
        0,
        height,
        grey ? greyPixels : rgbPixels,
        [addressOf(buffer)],
        length,
        sampling,
        quality,
        flags.noRealloc | flags.accurateDct | (progressive ? flags.progressive : 0),
      );
      return status === 0 ? buffer.slice(0, Number(length[0])) : fail(compressor);
    },
    decode(bytes, maxPixels) {
      const [w, h, sampling, space] = [[0], [0], [0], [0]];
      if (turbo.header(decompressor, bytes, bytes.length, w, h, sampling, space) !== 0) {
        return fail(decompressor);
      }
      const [width, height] = [w[0]!, h[0]!];
      checkPixels(width, height, maxPixels);
      const channels = space[0] === greySpace ? 1 : 3;
      const data = new Uint8Array(width * height * channels);
      const status = turbo.decompress(
        decompressor,
        bytes,
        bytes.length,
        data,
        width,
        0,
        height,
        channels === 1 ? greyPixels : rgbPixels,
        flags.accurateDct | flags.stopOnWarning | flags.limitScans,
      );
      return status === 0
        ? createRaster({ width, height, channels, depth: 8, data })
        : fail(decompressor);
    },
    close() {
      turbo.destroy(compressor);
      turbo.destroy(decompressor);
    },
  };
}

function bind(library: NativeLibrary) {
  type Bytes = Uint8Array;
  const set = library.find<(handle: Pointer, param: number, value: number) => number>(
    'int tj3Set(void*, int, int)',
  );
  const byEnvironment = set === null ? environmentSwitch() : null;
  return {
    initCompress: library.bind<() => Pointer>('void* tjInitCompress(void)'),
    initDecompress: library.bind<() => Pointer>('void* tjInitDecompress(void)'),
    destroy: library.bind<(handle: Pointer) => number>('int tjDestroy(void*)'),
    error: library.bind<(handle: Pointer) => string>('const char* tjGetErrorStr2(void*)'),
    bufferSize: library.bind<(width: number, height: number, sampling: number) => number>(
      'unsigned long tjBufSize(int, int, int)',
    ),
    /** Release 2 takes it from the environment alone. */
    optimise(handle: Pointer, on: boolean): void {
      if (set !== null) set(handle, optimiseParam, on ? 1 : 0);
      else byEnvironment?.(on);
    },
    compress: library.bind<
      (
        handle: Pointer,
        samples: Raster['data'],
        width: number,
        pitch: number,
        height: number,
        pixels: number,
        buffer: bigint[],
        length: unknown[],
        sampling: number,
        quality: number,
        flags: number,
      ) => number
    >(
      'int tjCompress2(void*, const uint8_t*, int, int, int, int, _Inout_ void**, ' +
        '_Inout_ unsigned long*, int, int, int)',
    ),
    header: library.bind<
      (
        handle: Pointer,
        bytes: Bytes,
        length: number,
        ...out: [width: number[], height: number[], sampling: number[], space: number[]]
      ) => number
    >(
      'int tjDecompressHeader3(void*, const uint8_t*, unsigned long, _Out_ int*, _Out_ int*, ' +
        '_Out_ int*, _Out_ int*)',
    ),
    decompress: library.bind<
      (
        handle: Pointer,
        bytes: Bytes,
        length: number,
        samples: Bytes,
        width: number,
        pitch: number,
        height: number,
        pixels: number,
        flags: number,
      ) => number
    >('int tjDecompress2(void*, const uint8_t*, unsigned long, uint8_t*, int, int, int, int, int)'),
  };
}

/** Sets TJ_OPTIMIZE where the library reads it: a worker thread's process.env is a copy. */
function environmentSwitch(): ((on: boolean) => void) | null {
  const libc = openLibrary({
    name: 'libc',
    install: 'it is part of the system',
    linux: ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'],
    darwin: ['libSystem.B.dylib'],
    win32: [],
  });
  if ('missing' in libc) return null;
  const setenv = libc.library.bind<(name: string, value: string, overwrite: number) => number>(
    'int setenv(const char*, const char*, int)',
  );
  return (on) => {
    setenv('TJ_OPTIMIZE', on ? '1' : '0', 1);
  };
}
