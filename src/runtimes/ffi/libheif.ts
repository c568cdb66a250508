import { WorkError } from '../../base/errors.js';
import {
  declareCallback,
  declareStruct,
  type Found,
  type NativeLibrary,
  openLibrary,
  type Pointer,
} from './ffi.js';

/** What every call of libheif answers: code 0 is success. */
export interface HeifError {
  readonly code: number;
  readonly message: string | null;
}

/** heif_compression_HEVC. */
const hevc = 1;

/** heif_colorspace, heif_chroma and heif_channel of heif.h, as far as used. */
export const heif = {
  space: { yCbCr: 0, rgb: 1 },
  chroma: { c444: 3, rgb8: 10, rgba8: 11, rgb16: 14, rgba16: 15 },
  channel: { y: 0, cb: 1, cr: 2, alpha: 6, interleaved: 10 },
} as const;

/** The libheif of the system, 1.14 or newer, with its structs declared. Never throws. */
export function openLibheif(): Found {
  const found = openLibrary({
    name: 'libheif',
    install:
      'apt install libheif1 (and libheif-plugin-x265 where there is one), brew install libheif',
    linux: ['libheif.so.1'],
    darwin: ['libheif.1.dylib', 'libheif.dylib'],
    win32: ['heif.dll', 'libheif.dll'],
  });
  if ('library' in found) declareTypes();
  return found;
}

/** Whether libheif has an encoder and a decoder of HEVC: true, or which of them is missing. */
export function heifSupport(): true | string {
  const found = openLibheif();
  if ('missing' in found) return found.missing;
  const [encodes, decodes] = ['encoder', 'decoder'].map((what) =>
    found.library.bind<(format: number) => number>(`int heif_have_${what}_for_format(int)`),
  );
  if (encodes?.(hevc) === 0) {
    return 'libheif has no encoder of HEVC: apt install libheif-plugin-x265';
  }
  if (decodes?.(hevc) === 0) {
    return 'libheif has no decoder of HEVC: apt install libheif-plugin-libde265';
  }
  return true;
}

/** `3.5+1-f0c1022b6+1.15.1`: of the encoder and of libheif, as the libraries tell them. */
export function heifVersion(): string {
  const found = openLibheif();
  if ('missing' in found || heifSupport() !== true) return 'not installed';
  version ??= readVersion(found.library);
  return version;
}

let version: string | null = null;

function readVersion(library: NativeLibrary): string {
  const own = library.bind<() => string>('const char* heif_get_version(void)')();
  const nameOf = library.bind<(encoder: Pointer) => string>(
    'const char* heif_encoder_get_name(void*)',
  );
  const name = withEncoder(library, (encoder) => nameOf(encoder));
  return `${/\(([^)]+)\)/.exec(name)?.[1] ?? name}+${own}`;
}

/** Runs `work` with an HEVC encoder in a context of its own. */
export function withEncoder<T>(
  library: NativeLibrary,
  work: (encoder: Pointer, context: Pointer) => T,
): T {
  const getEncoder = library.bind<(context: Pointer, format: number, out: Pointer[]) => HeifError>(
    'heif_error heif_context_get_encoder_for_format(void*, int, _Out_ void**)',
  );
  const release = library.bind<(encoder: Pointer) => void>('void heif_encoder_release(void*)');
  return withContext(library, (context) => {
    const encoder: Pointer[] = [null];
    check(getEncoder(context, hevc, encoder));
    try {
      return work(encoder[0]!, context);
    } finally {
      release(encoder[0]!);
    }
  });
}

/** Runs `work` with a context, which holds a file's pictures. */
export function withContext<T>(library: NativeLibrary, work: (context: Pointer) => T): T {
  const allocate = library.bind<() => Pointer>('void* heif_context_alloc(void)');
  const free = library.bind<(context: Pointer) => void>('void heif_context_free(void*)');
  const context = allocate();
  if (context === null) throw new WorkError('libheif: no memory', { code: 'not-enough-memory' });
  try {
    return work(context);
  } finally {
    free(context);
  }
}

/** Throws a WorkError for anything but success. */
export function check({ code, message }: HeifError): void {
  if (code !== 0) {
    throw new WorkError(`libheif: ${message ?? `error ${code}`}`, { code: 'engine-failed' });
  }
}

function declareTypes(): void {
  declareStruct('heif_error', { code: 'int', subcode: 'int', message: 'const char*' });
  declareCallback(
    'heif_write',
    'heif_error heif_write(void* context, const void* data, size_t size, void* user)',
  );
  declareStruct('heif_writer', { version: 'int', write: 'heif_write*' });
}
