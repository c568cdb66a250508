import { WorkError } from '../../base/errors.js';
import { declareStruct, type NativeLibrary, type Pointer, viewOf } from './ffi.js';

/** TJXOPT of turbojpeg.h. Release 2 passes over the last one. */
const options = { progressive: 32, optimise: 256 } as const;

/** TJFLAG of turbojpeg.h. */
const [stopOnWarning, limitScans] = [1 << 13, 1 << 15];

/** Codes the coefficients of a JPEG file again, as jpegtran does. */
export type RecodeJpeg = (jpeg: Uint8Array, how: { readonly progressive: boolean }) => Uint8Array;

/**
 * Opens what codes JPEG files again, by `openTurbo`'s library: the same picture, coefficient by coefficient,
 * with all its segments, in progressive scans whose Huffman tables are made for it; or in one scan with
 * such tables, with the usual ones by release 2. It throws a WorkError for whatever the library warns of.
 */
export function createRecoder(library: NativeLibrary): RecodeJpeg {
  const turbo = bind(library);
  return (jpeg, { progressive }) => {
    // A handle keeps the Huffman tables of the file before, which may lack codes of this one.
    const handle = turbo.init();
    const [out, length] = [[null as Pointer], [0]];
    const transform = {
      ...{ x: 0, y: 0, w: 0, h: 0, op: 0, data: null, filter: null },
      options: progressive ? options.progressive : options.optimise,
    };
    try {
      const status = turbo.transform(
        ...([handle, jpeg, jpeg.length, 1, out, length, transform] as const),
        stopOnWarning | limitScans,
      );
      if (status === 0) return viewOf(out[0]!, Number(length[0])).slice();
      throw new WorkError(`libturbojpeg: ${turbo.error(handle)}`, { code: 'engine-failed' });
    } finally {
      if (out[0] !== null) turbo.free(out[0]!);
      turbo.destroy(handle);
    }
  };
}

function bind(library: NativeLibrary) {
  declareStruct('tjtransform', {
    ...{ x: 'int', y: 'int', w: 'int', h: 'int', op: 'int', options: 'int' },
    ...{ data: 'void*', filter: 'void*' },
  });
  return {
    init: library.bind<() => Pointer>('void* tjInitTransform(void)'),
    destroy: library.bind<(handle: Pointer) => void>('int tjDestroy(void*)'),
    error: library.bind<(handle: Pointer) => string>('const char* tjGetErrorStr2(void*)'),
    free: library.bind<(pointer: Pointer) => void>('void tjFree(void*)'),
    transform: library.bind<
      (
        handle: Pointer,
        jpeg: Uint8Array,
        bytes: number,
        count: number,
        out: Pointer[],
        length: number[],
        transform: object,
        flags: number,
      ) => number
    >(
      'int tjTransform(void*, const uint8_t*, unsigned long, int, _Inout_ void**, ' +
        '_Inout_ unsigned long*, const tjtransform*, int)',
    ),
  };
}
