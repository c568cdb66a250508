import { WorkError } from '../../base/errors.js';
import type { SymbolDecoder, SymbolEncoder } from '../../entropy/coder.js';
import { forEachRun, gather, type Part, partCount } from './parts.js';
import { medianResiduals, undoMedian } from './predict.js';
import type { CodedGroup, Coding } from './walk.js';

/** What a coder gets of one pass. */
export interface RecordedPass {
  readonly symbols: Int16Array;
  readonly indexes: Uint16Array;
}

/** Hands the symbols of each pass to an encoder. */
export function encoding(encoder: Pick<SymbolEncoder, 'push'>): Coding {
  return {
    code(group, part, indexes) {
      encoder.push(codedSymbols(group, part), indexes);
    },
  };
}

/** Another coding that fills in the symbols, and what an encoder would get of them. */
export function recording(inner: Coding): { passes: RecordedPass[]; coding: Coding } {
  const passes: RecordedPass[] = [];
  const coding: Coding = {
    code(group, part, indexes, means) {
      inner.code(group, part, indexes, means);
      passes.push({ symbols: codedSymbols(group, part), indexes });
    },
  };
  return { passes, coding };
}

/** The symbols of a part in coding order, less what is predicted of them. */
function codedSymbols(group: CodedGroup, part: Part): Int16Array {
  return gather(group, part, group.predict === 'median' ? medianResiduals(group) : group.data);
}

/** Fills in the symbols of each pass as a decoder gives them. */
export function decoding(decoder: Pick<SymbolDecoder, 'pull'>): Coding {
  return {
    code(group, part, indexes) {
      const { data, limit, id } = group;
      const symbols = new Int16Array(partCount(group, part));
      decoder.pull(symbols, indexes);
      const values = group.predict === 'median' ? undoMedian(symbols, group) : symbols;
      let faults = 0;
      forEachRun(group, part, (at, first, count, stride) => {
        for (let i = 0; i < count; i++) {
          const value = values[first + i]!;
          if (value > limit || value < -limit) faults += 1;
          data[at + i * stride] = value;
        }
      });
      if (faults === 0) return;
      throw new WorkError(
        `the file is damaged: ${faults} symbols of ${id} are beyond ${limit}, the largest there is`,
      );
    },
  };
}
