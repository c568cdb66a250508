import type { Arena } from './arena.js';
import { brokenJpeg } from './markers.js';
import { type BlockShape, blockShapes, layQuantisers, putOrder } from './quantisers.js';
import { emptyTables, type KnownTables } from './tables.js';

/** Bytes of a decoder's Huffman table in memory; see kernels/parts/tables.ts. */
const tableBytes = 16_676;

/** Tables as the kernel reads them, kept from one file to the next and made again only where they have changed. */
export interface DecodeRoom {
  readonly known: KnownTables;
  /** Pointers to the tables of DC and AC 0 to 3, of those that are set. */
  load(codes: readonly (Uint8Array | null)[]): readonly number[];
  /** Steps of the table of a number, 0 to 3, as `putQuantisers` lays them; good until it is another one's. */
  quantisers(id: number, steps: Uint16Array, shape: BlockShape): number;
  /** As `putOrder` lays it. */
  order(shape: BlockShape): number;
}

export function createDecodeRoom(arena: Arena): DecodeRoom {
  const first = arena.take(8 * tableBytes);
  const scratch = arena.take(16 + 256);
  const loaded: (Uint8Array | null)[] = Array(8).fill(null);
  const pointers = loaded.map((_, i) => first + i * tableBytes);
  const laid = Array.from({ length: 4 }, () => ({
    ...{ at: arena.take(128), side: 0, steps: null as Uint16Array | null },
  }));
  const orders = new Map(
    Object.values(blockShapes).map((shape) => [shape, putOrder(arena, shape)]),
  );
  return {
    known: emptyTables(),
    load(codes) {
      for (let i = 0; i < 8; i++) {
        const code = codes[i]!;
        if (code === null || code === loaded[i]) continue;
        arena.bytes(scratch, code.length).set(code);
        loaded[i] = null;
        if (!arena.kernel.fillTable(scratch, pointers[i]!, i < 4 ? 1 : 0)) {
          throw brokenJpeg('a Huffman table holds no prefix code');
        }
        loaded[i] = code;
      }
      return pointers;
    },
    quantisers(id, steps, shape) {
      const place = laid[id]!;
      if (place.steps !== steps || place.side !== shape.side) {
        layQuantisers(arena, place.at, steps, shape);
        place.steps = steps;
        place.side = shape.side;
      }
      return place.at;
    },
    order: (shape) => orders.get(shape)!,
  };
}
