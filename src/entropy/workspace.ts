import { WorkError } from '../base/errors.js';
import { compileWasm, instantiateWasm } from '../runtimes/wasm/compile.js';
import { type FlatTable, indexError } from './flat-table.js';

/** What every coder's kernel has; its own functions are numbers in, a number or truth out. */
export interface CoderExports {
  heapBase(): number;
  greatestIndex(at: number, count: number): number;
}

/** A table as a kernel wants it: with pointers that hold where it lies in every workspace. */
export interface TableImage {
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly precision: number;
}

/** Symbols that a kernel takes or gives at a time. */
export const blockSymbols = 16_384;
/** A symbol with an escape takes no more bytes than this in any coder. */
const mostBytesOfSymbol = 8;

/**
 * One instance of a coder's kernel with its memory:
 *
 *     block of symbols | their indexes | room for their bytes | table | stream
 */
export interface Workspace<E extends CoderExports> {
  readonly exports: E;
  /** Pointers. */
  readonly base: number;
  readonly symbols: number;
  readonly indexes: number;
  /** Bytes of a block are written from `room` up, or from `roomEnd` down. */
  readonly room: number;
  readonly roomEnd: number;
  /** The table that it holds, or null. */
  table(): TableImage | null;
  loadTable(image: TableImage): void;
  /** Makes room for a block's bytes behind so many bytes of a stream, and tells where that begins. */
  reserveStream(bytes: number): number;
  /** Loads a stream behind the table and gives its pointer; 64 bytes 0 follow it. */
  loadStream(bytes: Uint8Array): number;
  /** @throws WorkError for an index without a distribution */
  loadIndexes(indexes: Uint16Array, table: FlatTable): void;
  loadSymbols(symbols: Int16Array): void;
  storeSymbols(symbols: Int16Array): void;
  copy(from: number, to: number): Uint8Array;
}

/** Lends workspaces of one kernel, at once: the module is compiled. */
export interface WorkspacePool<E extends CoderExports> {
  /** Where a table lies in every workspace. */
  readonly base: number;
  /** One that holds this table, rather one that has it already. */
  take(image: TableImage): Workspace<E>;
  giveBack(workspace: Workspace<E>): void;
  close(): void;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const page = 65_536;
const mostIdle = 4;

export async function openWorkspaces<E extends CoderExports>(
  kernel: URL,
): Promise<WorkspacePool<E>> {
  const module = await compileWasm(kernel);
  const create = () => createWorkspace<E>(instantiateWasm(module, {}).exports);
  const first = create();
  let idle: Workspace<E>[] = [first];
  return {
    base: first.base,
    take(image) {
      const found = idle.find((workspace) => workspace.table() === image) ?? idle[0] ?? create();
      idle = idle.filter((workspace) => workspace !== found);
      if (found.table() !== image) found.loadTable(image);
      return found;
    },
    giveBack(workspace) {
      if (idle.length < mostIdle) idle.push(workspace);
    },
    close() {
      idle = [];
    },
  };
}

function createWorkspace<E extends CoderExports>(all: Readonly<Record<string, unknown>>) {
  const exports = all as unknown as E;
  const memory = all['memory'] as Memory;
  const symbols = align(exports.heapBase());
  const indexes = symbols + 2 * blockSymbols;
  const room = indexes + 2 * blockSymbols;
  const base = symbols + align((2 + 2 + mostBytesOfSymbol) * blockSymbols + 64);
  let used: TableImage | null = null;
  let stream = base;

  const reserve = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      memory.grow(Math.ceil(missing / page));
    } catch {
      const mib = Math.ceil(bytes / 2 ** 20);
      throw new WorkError(`an entropy coder needs ${mib} MiB of memory, more than it can get`, {
        code: 'not-enough-memory',
      });
    }
    views = viewBlocks();
  };
  const viewBlocks = () => ({
    symbols: new Int16Array(memory.buffer, symbols, blockSymbols),
    indexes: new Uint16Array(memory.buffer, indexes, blockSymbols),
  });
  let views: ReturnType<typeof viewBlocks>;
  reserve(base);

  return {
    exports,
    base,
    symbols,
    indexes,
    room,
    roomEnd: room + mostBytesOfSymbol * blockSymbols,
    table: () => used,
    loadTable(image) {
      used = null;
      stream = align(base + image.bytes.length);
      reserve(stream);
      new Uint8Array(memory.buffer).set(image.bytes, base);
      used = image;
    },
    reserveStream(bytes) {
      reserve(stream + bytes + mostBytesOfSymbol * blockSymbols + 128);
      return stream;
    },
    loadStream(bytes) {
      reserve(stream + bytes.length + 64);
      const all = new Uint8Array(memory.buffer);
      all.set(bytes, stream);
      all.fill(0, stream + bytes.length, stream + bytes.length + 64);
      return stream;
    },
    loadIndexes(piece, { distinct }) {
      put(views.indexes, piece);
      const greatest = exports.greatestIndex(indexes, piece.length);
      if (greatest >= distinct.length) throw indexError(greatest, distinct.length);
    },
    loadSymbols: (piece) => put(views.symbols, piece),
    storeSymbols(piece) {
      if (piece.length > few) piece.set(views.symbols.subarray(0, piece.length));
      else for (let i = 0; i < piece.length; i++) piece[i] = views.symbols[i]!;
    },
    copy: (from, to) => new Uint8Array(memory.buffer).slice(from, to),
  } satisfies Workspace<E>;
}

/** Up to so many numbers a loop is quicker than a call. */
const few = 32;

function put<T extends Int16Array | Uint16Array>(view: T, piece: T): void {
  if (piece.length > few) view.set(piece);
  else for (let i = 0; i < piece.length; i++) view[i] = piece[i]!;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
