import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import { type EmscriptenGlue, openWasmLibrary } from './emscripten.js';

/** Zstandard in WASM memory of its own. */
export interface Zstd {
  /** A frame (RFC 8878) of the bytes. @param level 1..22 */
  compress(bytes: Uint8Array, level: number): Promise<Uint8Array>;
  /** The bytes of a frame. Throws a WorkError where it is broken or holds more than `length`. */
  decompress(frame: Uint8Array, length: number): Promise<Uint8Array>;
  close(): void;
}

interface Module {
  readonly HEAPU8: Uint8Array;
  _malloc(length: number): number;
  _free(address: number): void;
  _compressBound(length: number): number;
  /** The length of what was written, or -1; `_decompress` likewise. */
  _compress(to: number, room: number, from: number, length: number, level: number): number;
  _decompress(to: number, room: number, from: number, length: number): number;
}

/**
 * The library inside @foxglove/wasm-zstd 1.0.1, which does not tell it: the one whose frames are the
 * same at levels 3, 9, 15 and 19.
 */
export const zstdVersion = '1.5.4';

/** Compiles the Zstandard of @foxglove/wasm-zstd, once for a process. */
export async function openZstd(): Promise<Zstd> {
  const { default: glue } = await import('@foxglove/wasm-zstd/dist/wasm-zstd.js');
  const library = await openWasmLibrary<Module>({
    name: 'zstd',
    wasm: assetUrl('@foxglove/wasm-zstd/dist/wasm-zstd.wasm'),
    glue: glue as EmscriptenGlue,
  });
  /** Runs `work` between two blocks of WASM memory: `bytes`, and room for what comes out. */
  const transform = (
    bytes: Uint8Array,
    roomFor: (module: Module) => number,
    work: (module: Module, to: number, room: number, from: number) => number,
  ) =>
    library.run((module) => {
      const room = roomFor(module);
      const from = allocate(module, bytes.length);
      const to = allocate(module, room);
      module.HEAPU8.set(bytes, from);
      const length = work(module, to, room, from);
      const result = length < 0 ? null : module.HEAPU8.slice(to, to + length);
      module._free(from);
      module._free(to);
      if (result === null) {
        throw new WorkError('frame is broken, or too long', { code: 'broken-bitstream' });
      }
      return result;
    });
  return {
    compress: (bytes, level) =>
      transform(
        bytes,
        (module) => module._compressBound(bytes.length),
        (module, to, room, from) => module._compress(to, room, from, bytes.length, level),
      ),
    decompress: (frame, length) =>
      transform(
        frame,
        () => length,
        (module, to, room, from) => module._decompress(to, room, from, frame.length),
      ),
    close: () => library.close(),
  };
}

function allocate(module: Module, length: number): number {
  // C leaves open what malloc gives for no bytes.
  const address = module._malloc(Math.max(1, length));
  if (address === 0) {
    throw new WorkError(`no memory for ${length} bytes`, { code: 'not-enough-memory' });
  }
  return address;
}
