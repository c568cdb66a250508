import { WorkError } from '../../base/errors.js';
import { compileWasm, instantiateWasm } from './compile.js';

/**
 * One instance of a kernel, a WASM module of our own, with a memory that is planned by hand.
 *
 * The exports take pointers and never allocate. `E` are its functions, whose arguments and results
 * are numbers; `heapBase` is among the exports and says where free memory begins.
 */
export interface Kernel<E> {
  readonly exports: E;
  /**
   * Lays out blocks of so many bytes each and gives their pointers; all earlier pointers and views
   * are void. Costs nothing when the blocks are those of the plan before.
   * @throws WorkError where they need more memory than a WASM module can have
   */
  plan<K extends string>(blocks: Readonly<Record<K, number>>): Readonly<Record<K, number>>;
  /** Size of its memory, which grows with the plans and never shrinks. */
  memoryBytes(): number;
  /** A view of the memory, good until the next plan. */
  bytes(pointer: number, length: number): Uint8Array;
  shorts(pointer: number, length: number): Uint16Array;
  ints(pointer: number, length: number): Int32Array;
  floats(pointer: number, length: number): Float32Array;
  doubles(pointer: number, length: number): Float64Array;
}

/** Lends instances of one kernel: what is given back keeps its memory and its plan, within bounds. */
export interface KernelPool<E> {
  take(): Promise<Kernel<E>>;
  giveBack(kernel: Kernel<E>): void;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const page = 65_536;
/** Bytes: a WASM module addresses 32 bits. */
const mostBytes = 65_536 * page;
/** Bytes of the idle instances of one kernel: one that goes beyond is not kept. */
const mostKept = 2 ** 29;
/** A cache line, so that rows of vectors do not straddle two. */
const alignment = 64;

/** @param url of the .wasm file: a file, or in a browser anything that it can fetch */
export function createKernelPool<E>(url: URL): KernelPool<E> {
  // Bundlers turn a small file into a data URL, which has no name.
  const name = url.protocol === 'data:' ? 'kernel' : url.pathname.replace(/^.*\/|\.wasm$/g, '');
  const idle: Kernel<E>[] = [];
  return {
    async take() {
      return idle.pop() ?? openKernel<E>(name, await compileWasm(url));
    },
    giveBack(kernel) {
      const kept = idle.reduce((sum, each) => sum + each.memoryBytes(), 0);
      if (kept + kernel.memoryBytes() <= mostKept) idle.push(kernel);
    },
  };
}

function openKernel<E>(name: string, module: Awaited<ReturnType<typeof compileWasm>>): Kernel<E> {
  const { exports } = instantiateWasm(module, {
    env: {
      abort: () => {
        throw new Error(`the kernel ${name} stopped itself`);
      },
    },
  });
  const memory = exports['memory'] as Memory;
  const base = (exports['heapBase'] as () => number)();
  let planned = '';
  let pointers: Readonly<Record<string, number>> = {};
  return {
    exports: exports as E,
    plan<K extends string>(blocks: Readonly<Record<K, number>>): Readonly<Record<K, number>> {
      const wanted = JSON.stringify(blocks);
      if (wanted !== planned) {
        const { at, end } = layOut(blocks, base);
        reserve(memory, end, name);
        planned = wanted;
        pointers = at;
      }
      return pointers as Readonly<Record<K, number>>;
    },
    memoryBytes: () => memory.buffer.byteLength,
    bytes: (pointer, length) => new Uint8Array(memory.buffer, pointer, length),
    shorts: (pointer, length) => new Uint16Array(memory.buffer, pointer, length),
    ints: (pointer, length) => new Int32Array(memory.buffer, pointer, length),
    floats: (pointer, length) => new Float32Array(memory.buffer, pointer, length),
    doubles: (pointer, length) => new Float64Array(memory.buffer, pointer, length),
  };
}

/**
 * Every block begins a cache line further than the one before it would let it: planes whose
 * distance is a power of two would fall on the same few lines of the cache.
 */
function layOut(
  blocks: Readonly<Record<string, number>>,
  base: number,
): { at: Record<string, number>; end: number } {
  const at: Record<string, number> = {};
  let end = base;
  for (const [name, bytes] of Object.entries(blocks)) {
    const start = Math.ceil(end / alignment) * alignment + alignment;
    at[name] = start;
    end = start + bytes;
  }
  // Vector loads may read a few samples past the end of a row.
  return { at, end: end + 2 * alignment };
}

function reserve(memory: Memory, bytes: number, name: string): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    if (bytes > mostBytes) throw new RangeError('beyond 32 bits');
    memory.grow(Math.ceil(missing / page));
  } catch {
    const gib = (bytes / 2 ** 30).toFixed(1);
    throw new WorkError(
      `${name} needs ${gib} GiB of memory for a picture of this size, more than it can get; ` +
        'WebAssembly ends at 4 GiB: score a crop of it',
      { code: 'not-enough-memory', data: { needed: bytes } },
    );
  }
}
