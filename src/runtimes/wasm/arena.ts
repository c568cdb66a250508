import { WorkError } from '../../base/errors.js';
import type { WasmModule } from './api.js';
import { compileWasm, instantiateWasm } from './compile.js';

/** The memory of one kernel, given out from below as a stack. */
export interface Arena<Kernel> {
  readonly kernel: Kernel;
  /** Room of so many bytes at a new cache line; views made before may be void. */
  take(bytes: number): number;
  /** Room with the bytes of a list in it. */
  put(values: Int16Array | Int32Array): number;
  /** Where the next room begins, and giving back all rooms from there on. */
  mark(): number;
  release(mark: number): void;
  /** Bytes that can be read before memory grows. */
  size(): number;
  bytes(pointer: number, length: number): Uint8Array;
  ints(pointer: number, length: number): Int32Array;
  /** Whether a view is of this memory as it is now. */
  holds(view: Uint8Array): boolean;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const page = 65_536;
const line = 64;

/**
 * Compiles a kernel that exports `memory` and `heapBase`. What it gives makes an arena with a memory of its own.
 * @param what what is worked on, with its article, for the error of a memory that is too small
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openArenas<Kernel>(file: URL, what: string): Promise<() => Arena<Kernel>> {
  const module = await compileWasm(file);
  return () => createArena<Kernel>(module, what);
}

function createArena<Kernel>(module: WasmModule, what: string): Arena<Kernel> {
  const { exports } = instantiateWasm(module, { env: { abort: () => undefined } });
  const memory = exports['memory'] as Memory;
  let top = (exports['heapBase'] as () => number)();
  const take = (bytes: number): number => {
    const at = Math.ceil(top / line) * line + line;
    // Vectors are read and written past the end of a row.
    const end = at + bytes + 2 * line;
    grow(memory, end, what);
    top = end;
    return at;
  };
  return {
    kernel: exports as unknown as Kernel,
    take,
    put({ buffer, byteOffset, byteLength }) {
      const at = take(byteLength);
      new Uint8Array(memory.buffer, at, byteLength).set(
        new Uint8Array(buffer, byteOffset, byteLength),
      );
      return at;
    },
    mark: () => top,
    release(mark) {
      top = mark;
    },
    size: () => memory.buffer.byteLength,
    bytes: (pointer, length) => new Uint8Array(memory.buffer, pointer, length),
    ints: (pointer, length) => new Int32Array(memory.buffer, pointer, length),
    holds: (view) => view.buffer === memory.buffer,
  };
}

function grow(memory: Memory, end: number, what: string): void {
  const missing = end - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / page));
  } catch {
    const gib = (end / 2 ** 30).toFixed(1);
    throw new WorkError(
      `${what} of this size needs ${gib} GiB of memory, more than it can get; WebAssembly ends at 4 GiB`,
      { code: 'not-enough-memory', data: { needed: end } },
    );
  }
}
