import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import { type EmscriptenOptions, openWasmLibrary } from './emscripten.js';

/** oxipng in WASM memory of its own. */
export interface Oxipng {
  /**
   * A PNG file of the same pixels, as small as it gets.
   * @param options.level 0 quickest, 6 smallest
   * @param options.interlaced Adam7
   */
  optimise(
    png: Uint8Array,
    options: { readonly level: number; readonly interlaced: boolean },
  ): Promise<Uint8Array>;
  close(): void;
}

/** What wasm-bindgen makes of the package's Rust: addresses and lengths in its memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  optimise(
    result: number,
    data: number,
    length: number,
    level: number,
    interlaced: number,
    optimiseAlpha: number,
  ): void;
  __wbindgen_add_to_stack_pointer(bytes: number): number;
  __wbindgen_malloc(length: number, alignment: number): number;
  __wbindgen_free(address: number, length: number, alignment: number): void;
}

/** Compiles the oxipng of @jsquash/oxipng, once for a process; it runs in one thread. */
export async function openOxipng(): Promise<Oxipng> {
  const library = await openWasmLibrary<Exports>({
    name: 'oxipng',
    wasm: assetUrl('@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm'),
    glue: instantiate,
  });
  return {
    optimise: (png, { level, interlaced }) =>
      library.run((module) => {
        const result = module.__wbindgen_add_to_stack_pointer(-16);
        const data = module.__wbindgen_malloc(png.length, 1);
        new Uint8Array(module.memory.buffer).set(png, data);
        // It frees the data itself.
        module.optimise(result, data, png.length, level, Number(interlaced), 0);
        const [address, length] = new Uint32Array(module.memory.buffer, result, 2);
        const bytes = new Uint8Array(module.memory.buffer).slice(address, address! + length!);
        module.__wbindgen_free(address!, length!, 1);
        module.__wbindgen_add_to_stack_pointer(16);
        return bytes;
      }),
    close: () => library.close(),
  };
}

/**
 * In place of the package's own glue code, which keeps one instance for good: one that has thrown
 * could not be replaced.
 */
function instantiate({ instantiateWasm }: EmscriptenOptions): Promise<unknown> {
  const fail = (): never => {
    throw new WorkError('Rust panic', { code: 'engine-failed' });
  };
  return new Promise((resolve) => {
    instantiateWasm({ wbg: { __wbindgen_throw: fail } }, ({ exports }) => resolve(exports));
  });
}
