import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  type WasmInstance,
  type WasmMemory,
  type WasmMemoryDescriptor,
  type WasmModule,
  type WebAssemblyApi,
  webAssembly,
} from './api.js';

/** The memory of wasm-vips, in a thread that does nothing else. */
export interface VipsMemory {
  /** For the options that wasm-vips is made with. */
  instantiateWasm(
    imports: object,
    done: (instance: WasmInstance, module: WasmModule) => void,
  ): WasmInstance['exports'];
  /** To be called when wasm-vips has been made; false where its allocator is not the known one. */
  tuneAllocator(): boolean;
  /** What its allocator has taken so far; it never gives any back. */
  usedBytes(): number;
  /** The most that it can take. */
  limitBytes(): number;
}

/** 4 GiB less 1 MiB: sbrk of Emscripten computes in 32 bits, in which the whole 4 GiB are 0. */
const widePages = 65_520;

/** Larger objects get memory of their own; 128 MiB by default. See `tuneAllocator`. */
const largestInArena = { name: 'arena_max_object_size', kibibytes: 8192 };

/**
 * Gives wasm-vips the 4 GiB that a WASM module of 32 bits can have. It is built for 2 GiB, a number
 * that stands in its file as the limit of the memory that it imports and is changed there before it
 * is compiled. The memory has its full size from the start, so that nothing has to make it grow, for
 * which the 2 GiB would count again. That takes addresses alone: pages become real when they are
 * written to. Where the file is not as expected, or the system refuses, all stays as it was built.
 *
 * Replaces WebAssembly.Memory of this thread.
 */
export async function prepareVipsMemory(): Promise<VipsMemory> {
  const bytes = await readFile(createRequire(import.meta.url).resolve('wasm-vips/vips.wasm'));
  const wide = raiseLimit(bytes);
  const module = await webAssembly.compile(bytes);
  let memory: WasmMemory | null = null;
  let breakAt: number | null = null;
  webAssembly.Memory = new Proxy(webAssembly.Memory, {
    construct(target, [asked]: [WasmMemoryDescriptor]) {
      memory = make(target, asked, wide);
      return memory;
    },
  });
  const buffer = (): SharedArrayBuffer => {
    if (memory === null) throw new TypeError('wasm-vips made no memory');
    return memory.buffer;
  };
  return {
    instantiateWasm(imports, done) {
      const instance = new webAssembly.Instance(module, imports);
      const breakPointer = instance.exports['emscripten_get_sbrk_ptr'];
      breakAt = typeof breakPointer === 'function' ? breakPointer() : null;
      done(instance, module);
      return instance.exports;
    },
    tuneAllocator: () => setOption(buffer(), largestInArena.name, largestInArena.kibibytes),
    usedBytes: () => (breakAt === null ? 0 : new Uint32Array(buffer())[breakAt / 4]!),
    limitBytes: () => (wide ? buffer().byteLength : 2 ** 31),
  };
}

function make(
  memory: WebAssemblyApi['Memory'],
  asked: WasmMemoryDescriptor,
  wide: boolean,
): WasmMemory {
  if (wide && asked.shared === true) {
    try {
      return new memory({ ...asked, initial: widePages, maximum: widePages });
    } catch {
      // A system that does not lend so many addresses may lend them as they are needed.
    }
  }
  return new memory(asked);
}

/** `env.memory`, imported, shared, with a limit. */
const importedMemory = Buffer.from('\x03env\x06memory\x02\x03', 'latin1');
/** 2 GiB and 4 GiB in pages, as LEB128 writes them. */
const [twoGib, fourGib] = [Buffer.of(0x80, 0x80, 0x02), Buffer.of(0x80, 0x80, 0x04)];

/** Lets a module import 4 GiB in place of 2; false where it does not ask for 2. */
export function raiseLimit(wasm: Buffer): boolean {
  const found = wasm.indexOf(importedMemory);
  if (found < 0) return false;
  let at = found + importedMemory.length;
  // The size to begin with comes first; all bytes of a LEB128 but the last have the high bit.
  while (wasm[at]! >= 0x80) at++;
  at++;
  if (!wasm.subarray(at, at + twoGib.length).equals(twoGib)) return false;
  fourGib.copy(wasm, at);
  return true;
}

/** Static data of wasm-vips end well before. */
const staticBytes = 8 * 2 ** 20;

/**
 * Sets an option of mimalloc in the memory of a running module, where no function does: this build
 * exports none and reads no environment. An entry of its table is 32 bits each of the value, whether
 * it is set, its number, and the address of its name.
 *
 * Objects of 8 MiB and more, the planes of pictures, are to be kept out of arenas: those from 12 to
 * 16 MiB fill arenas so badly that the encode of 3 megapixels takes 2 GiB of addresses for 0.4 GB.
 * @returns false where there is no such entry
 */
export function setOption(memory: SharedArrayBuffer, name: string, value: number): boolean {
  const size = Math.min(staticBytes, memory.byteLength);
  const found = Buffer.from(memory, 0, size).indexOf(`\0${name}\0`, 0, 'latin1');
  if (found < 0) return false;
  const words = new Int32Array(memory, 0, Math.floor(size / 4));
  for (let at = words.indexOf(found + 1); at >= 3; at = words.indexOf(found + 1, at + 1)) {
    const [state, number] = [words[at - 2]!, words[at - 1]!];
    if (state < 0 || state > 2 || number < 0 || number > 99) continue;
    words[at - 3] = value;
    return true;
  }
  return false;
}
