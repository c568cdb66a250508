import type { Arena } from './arena.js';
import { createHeadMaker, type HeadMaker } from './encode-head.js';
import { encodeSteps, layFactors, typicalPacked } from './encode-tables.js';

/** What the encoder reads of the arena, kept from one picture to the next. */
export interface EncodeRoom {
  readonly head: HeadMaker;
  /** Pointers to the typical tables' codes, in their order. */
  readonly typical: readonly number[];
  /** Pointers to the factors of luma and of chroma; good until they are asked for at another quality. */
  factors(quality: number): readonly number[];
}

export function createEncodeRoom(arena: Arena): EncodeRoom {
  const typical = typicalPacked.map((codes) => {
    const at = arena.take(1024);
    arena.ints(at, 256).set(codes);
    return at;
  });
  const places = [arena.take(256), arena.take(256)];
  let laid = 0;
  return {
    head: createHeadMaker(),
    typical,
    factors(quality) {
      if (laid !== quality) {
        for (const [i, { factors }] of encodeSteps(quality).entries()) {
          layFactors(arena, places[i]!, factors);
        }
        laid = quality;
      }
      return places;
    },
  };
}
