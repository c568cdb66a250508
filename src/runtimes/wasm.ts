import { readFile } from 'node:fs/promises';

/** A compiled module; its instances are made by `instantiateWasm`. */
export interface WasmModule {
  readonly wasmModule: unique symbol;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The part of the global WebAssembly that is used: TypeScript declares it for browsers only. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => WasmInstance;
  Memory: new (descriptor: object) => { readonly buffer: { readonly byteLength: number } };
}

const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
const compiled = new Map<string, Promise<WasmModule>>();

/** Compiles a .wasm file, once for a process or worker thread. */
export function compileWasm(file: string): Promise<WasmModule> {
  const known = compiled.get(file);
  if (known) return known;
  const module = readFile(file).then((bytes) => api.compile(bytes));
  compiled.set(file, module);
  return module;
}

/** An instance of a module with memory of its own. */
export function instantiateWasm(module: WasmModule, imports: object): WasmInstance {
  return new api.Instance(module, imports);
}

/**
 * From now on tells the size in bytes of the largest WASM memory made in this thread, for modules
 * that make their own and do not show it. It stays in place: for a thread that does nothing else.
 */
export function watchWasmMemory(): () => number {
  const memories: { readonly buffer: { readonly byteLength: number } }[] = [];
  api.Memory = new Proxy(api.Memory, {
    construct(memory, [descriptor]: [object]) {
      const made = new memory(descriptor);
      memories.push(made);
      return made;
    },
  });
  return () => Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength));
}
