import type { SymbolDecoder, SymbolEncoder } from '../../entropy/coder.js';
import { WorkError } from '../../errors.js';
import { forEachOf, partCount } from './parts.js';
import { medianResiduals, undoMedian } from './predict.js';
import type { Coding } from './walk.js';

/** Hands the symbols of each pass to an encoder. */
export function encoding(encoder: Pick<SymbolEncoder, 'push'>): Coding {
  return {
    code(group, part, indexes) {
      const data = group.predict === 'median' ? medianResiduals(group) : group.data;
      if (part === 'all') {
        encoder.push(data, indexes);
        return;
      }
      const symbols = new Int16Array(indexes.length);
      forEachOf(group, part, (at, index) => {
        symbols[index] = data[at]!;
      });
      encoder.push(symbols, indexes);
    },
  };
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
      forEachOf(group, part, (at, index) => {
        const value = values[index]!;
        if (Math.abs(value) > limit) faults += 1;
        data[at] = value;
      });
      if (faults === 0) return;
      throw new WorkError(
        `the file is damaged: ${faults} symbols of ${id} are beyond ${limit}, the largest there is`,
      );
    },
  };
}
