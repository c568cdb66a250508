import { WorkError } from '../base/errors.js';
import type { ModelledSession, SymbolDecoder, SymbolEncoder } from './coder.js';
import { noSlot } from './escape.js';
import { type FlatTable, flatTable } from './flat-table.js';
import {
  blockSymbols,
  type CoderExports,
  openWorkspaces,
  type TableImage,
  type Workspace,
  type WorkspacePool,
} from './workspace.js';

/** Bytes of a stream, whose bits are counted in 32. */
const mostBytes = 2 ** 28;

/** What is a coder's own beside its kernel. `I` are its images, which may tell the kernel more. */
export interface KernelCoder<E extends CoderExports, I extends TableImage> {
  readonly kernel: URL;
  /** Lays out a table for the encoder at `base` of the kernel's memory. */
  encoderImage(table: FlatTable, base: number): I;
  decoderImage(table: FlatTable, base: number): I;
  /** The stream of all symbols, or null where one has no slot. `blocks` loads blocks of them. */
  encode(workspace: Workspace<E>, image: I, blocks: Blocks): Uint8Array | null;
  /** False where the bytes cannot be a stream. */
  begin(workspace: Workspace<E>, image: I, stream: number, bytes: number): boolean;
  /** Decodes a block of so many symbols, the first `count` indexes of the workspace; how many came. */
  decode(workspace: Workspace<E>, image: I, count: number): number;
  /** Whether the stream ends here. */
  isAtEnd(workspace: Workspace<E>): boolean;
}

export interface Blocks {
  readonly count: number;
  /** Loads a block into the workspace and tells how many symbols it has. */
  load(block: number): number;
}

/** A session of a coder whose work is done by a kernel. */
export async function openKernelCoder<E extends CoderExports, I extends TableImage>(
  coder: KernelCoder<E, I>,
): Promise<ModelledSession> {
  // Encoders and decoders apart, so that workspaces seldom change their tables.
  const encoders = await openWorkspaces<E>(coder.kernel);
  const decoders = await openWorkspaces<E>(coder.kernel);
  const encoderImages = remember((table) => coder.encoderImage(table, encoders.base));
  const buffers = createBuffers();
  const decoderImages = remember((table) => coder.decoderImage(table, decoders.base));
  return {
    encoder: (table) => createEncoder(coder, encoders, flatTable(table), encoderImages, buffers),
    decoder(table, bytes) {
      const flat = flatTable(table);
      return createDecoder(coder, decoders, flat, decoderImages(flat), bytes);
    },
    async close() {
      encoders.close();
      decoders.close();
    },
  };
}

function remember<I>(make: (table: FlatTable) => I): (table: FlatTable) => I {
  const images = new WeakMap<FlatTable, I>();
  return (table) => {
    const image = images.get(table) ?? make(table);
    images.set(table, image);
    return image;
  };
}

interface Buffer {
  readonly symbols: Int16Array;
  readonly indexes: Uint16Array;
}

/** Symbols: a longer buffer is not kept for the next stream. */
const mostKept = 2 ** 23;

/** Lends buffers for symbols, the last one again: fresh memory costs as much time as to encode. */
function createBuffers() {
  let kept: Buffer | null = null;
  return {
    take(least: number): Buffer {
      const { symbols, indexes } = kept ?? {
        symbols: new Int16Array(0),
        indexes: new Uint16Array(0),
      };
      kept = null;
      if (symbols.length >= least) return { symbols, indexes };
      return { symbols: new Int16Array(least), indexes: new Uint16Array(least) };
    },
    giveBack(buffer: Buffer): void {
      if (buffer.symbols.length <= mostKept) kept = buffer;
    },
  };
}

/** Keeps all symbols until the end: most of the coders begin with the last one. */
function createEncoder<E extends CoderExports, I extends TableImage>(
  coder: KernelCoder<E, I>,
  pool: WorkspacePool<E>,
  table: FlatTable,
  imageOf: (table: FlatTable) => I,
  buffers: ReturnType<typeof createBuffers>,
): SymbolEncoder {
  let { symbols, indexes } = buffers.take(0);
  let count = 0;
  let finished = false;
  return {
    push(moreSymbols, moreIndexes) {
      if (finished) throw usedUp('encoder');
      checkLengths(moreSymbols, moreIndexes);
      const total = count + moreSymbols.length;
      if (total > symbols.length) {
        const longer = buffers.take(Math.max(total, 2 * symbols.length));
        longer.symbols.set(symbols.subarray(0, count));
        longer.indexes.set(indexes.subarray(0, count));
        ({ symbols, indexes } = longer);
      }
      symbols.set(moreSymbols, count);
      indexes.set(moreIndexes, count);
      count = total;
    },
    finish() {
      if (finished) throw usedUp('encoder');
      finished = true;
      const image = imageOf(table);
      const workspace = pool.take(image);
      const bytes = coder.encode(workspace, image, {
        count: Math.ceil(count / blockSymbols),
        load(block) {
          const from = block * blockSymbols;
          const to = Math.min(count, from + blockSymbols);
          workspace.loadSymbols(symbols.subarray(from, to));
          workspace.loadIndexes(indexes.subarray(from, to), table);
          return to - from;
        },
      });
      pool.giveBack(workspace);
      buffers.giveBack({ symbols, indexes });
      if (bytes === null) throw missingSlot(table, symbols.subarray(0, count), indexes);
      checkSize(bytes);
      return bytes;
    },
  };
}

function createDecoder<E extends CoderExports, I extends TableImage>(
  coder: KernelCoder<E, I>,
  pool: WorkspacePool<E>,
  table: FlatTable,
  image: I,
  bytes: Uint8Array,
): SymbolDecoder {
  checkSize(bytes);
  let workspace: Workspace<E> | null = pool.take(image);
  const leave = (): void => {
    if (workspace) pool.giveBack(workspace);
    workspace = null;
  };
  if (!coder.begin(workspace, image, workspace.loadStream(bytes), bytes.length)) {
    leave();
    throw new WorkError(`${bytes.length} bytes cannot be a stream: broken or cut off`, {
      code: 'broken-bitstream',
    });
  }
  return {
    pull(symbols, indexes) {
      if (!workspace) throw usedUp('decoder');
      checkLengths(symbols, indexes);
      for (let from = 0; from < symbols.length; from += blockSymbols) {
        const to = Math.min(symbols.length, from + blockSymbols);
        workspace.loadIndexes(indexes.subarray(from, to), table);
        if (coder.decode(workspace, image, to - from) < to - from) {
          leave();
          throw new WorkError('the stream is broken or has ended before its last symbol', {
            code: 'broken-bitstream',
          });
        }
        workspace.storeSymbols(symbols.subarray(from, to));
      }
    },
    finish() {
      if (!workspace) throw usedUp('decoder');
      const right = coder.isAtEnd(workspace);
      leave();
      if (!right) {
        throw new WorkError('the stream is broken: it does not end with the last symbol', {
          code: 'broken-bitstream',
        });
      }
    },
  };
}

function checkLengths(symbols: Int16Array, indexes: Uint16Array): void {
  if (symbols.length === indexes.length) return;
  throw new WorkError(
    `each symbol has an index, got ${symbols.length} symbols and ${indexes.length} indexes`,
  );
}

function usedUp(what: string): WorkError {
  return new WorkError(`this ${what} is used up; begin another one`);
}

function checkSize({ length }: Uint8Array): void {
  if (length <= mostBytes) return;
  throw new WorkError(`a stream has at most ${mostBytes} bytes, got ${length}; code parts of it`, {
    code: 'broken-bitstream',
  });
}

/** The first symbol that made a kernel stop. */
function missingSlot(table: FlatTable, symbols: Int16Array, indexes: Uint16Array): WorkError {
  const { distinct, offset, own, escapes } = table;
  const missing = symbols.findIndex((symbol, i) => {
    const number = distinct[indexes[i]!]!;
    const slot = symbol - offset[number]!;
    return escapes[number] === 0 && (slot < 0 || slot >= own[number]!);
  });
  return noSlot(symbols[missing]!, indexes[missing]!);
}
