import { latin1 } from '../../base/bytes.js';
import { type ErrorFacts, isOwnError, messageOf, WorkError } from '../../base/errors.js';
import type { WasmInstance } from './api.js';
import { compileWasm, instantiateWasm } from './compile.js';

/** The glue code that Emscripten writes around a module; it makes an instance and its functions. */
export type EmscriptenGlue = (options: EmscriptenOptions) => Promise<unknown>;

/** What glue code is told. */
export interface EmscriptenOptions {
  readonly noInitialRun: boolean;
  print(line: unknown): void;
  printErr(line: unknown): void;
  instantiateWasm(imports: object, done: (instance: WasmInstance) => void): unknown;
}

/** What every module of Emscripten offers, where its glue code exports it. */
interface Heap {
  readonly HEAPU8?: Uint8Array;
  readonly HEAPU32?: Uint32Array;
}

/** A module of Emscripten in memory of its own. */
export interface WasmLibrary<M> {
  /**
   * Runs synchronous work on the module. Whatever it throws comes out as a WorkError, and the next
   * work gets a new instance: memory that an exception went through may be in any state.
   * @param work may read the lines that the module has printed since it was called
   */
  run<T>(work: (module: M, printed: readonly string[]) => T): Promise<T>;
  /** Lets the instance go, and with it its memory; a later `run` makes a new one. */
  close(): void;
}

/**
 * Compiles a .wasm file, once for a process, and makes an instance of it.
 * @param options.name what the library is called in messages
 * @param options.wasm the address of the file
 * @param options.around run around each making of an instance, for glue code that wants globals
 */
export async function openWasmLibrary<M extends object>(options: {
  readonly name: string;
  readonly wasm: URL;
  readonly glue: EmscriptenGlue;
  readonly around?: <T>(work: () => T) => T;
}): Promise<WasmLibrary<M>> {
  const { name, glue, around = (work) => work() } = options;
  const wasm = await compileWasm(options.wasm);
  const printed: string[] = [];
  const print = (line: unknown) => void printed.push(String(line));
  let running: WasmInstance | null = null;
  const make = async () =>
    (await around(() =>
      glue({
        noInitialRun: true,
        print,
        printErr: print,
        instantiateWasm(imports, done) {
          const instance = instantiateWasm(wasm, imports);
          running = instance;
          done(instance);
          return instance.exports;
        },
      }),
    )) as M & Heap;
  let module: (M & Heap) | undefined = await make();
  return {
    async run(work) {
      module ??= await make();
      printed.length = 0;
      try {
        return work(module, printed);
      } catch (error) {
        const told = describeThrown(error, module);
        module = undefined;
        const facts: ErrorFacts = isOwnError(error) ? error : { code: 'engine-failed' };
        throw new WorkError(`${name}: ${told.replace(/\.$/, '')}${memoryOf(running)}`, facts);
      }
    },
    close() {
      module = undefined;
    },
  };
}

/** What all builds that are used here were given, Emscripten's default. */
const limitBytes = 2 ** 31;

/** How much memory was taken, where that can be why the work failed: no error says so itself. */
function memoryOf(instance: WasmInstance | null): string {
  const memory = Object.values(instance?.exports ?? {}).find(isMemory);
  const taken = memory?.buffer.byteLength ?? 0;
  if (taken < 0.7 * limitBytes) return '';
  return `; ${(taken / 2 ** 30).toFixed(1)} of at most 2 GiB of memory were taken: a smaller picture or another engine may do`;
}

function isMemory(exported: unknown): exported is { readonly buffer: ArrayBuffer } {
  return typeof exported === 'object' && exported !== null && 'buffer' in exported;
}

/** A C++ exception comes out as a bare number, its address in the module's memory. */
function describeThrown(thrown: unknown, module: Heap): string {
  if (typeof thrown !== 'number') return messageOf(thrown);
  return readWhat(thrown, module) ?? 'C++ exception';
}

/** The text of a std::runtime_error: libc++ keeps its address behind the one of the class. */
function readWhat(address: number, { HEAPU8, HEAPU32 }: Heap): string | null {
  const start = HEAPU32?.[(address >>> 2) + 1];
  if (start === undefined || HEAPU8 === undefined) return null;
  const end = HEAPU8.indexOf(0, start);
  const text = latin1(HEAPU8.subarray(start, Math.min(end, start + 200)));
  return end > start && /^[\x20-\x7e]{4,}$/.test(text) ? text : null;
}
