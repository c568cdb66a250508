import { joinBytes } from '../../base/bytes.js';
import { codeLengths } from '../../entropy/coders/code-lengths.js';

/** A Huffman table as a DHT segment has it. ITU-T T.81, B.2.4.2. */
export interface HuffmanTable {
  /** How many codes there are of each length, 1 to 16. */
  readonly counts: Uint8Array;
  /** By rising length of their codes. */
  readonly symbols: Uint8Array;
}

/**
 * A Huffman table for decoding: for each 16 bits that may follow the length of the code that they begin
 * with, times 256, and its symbol; 0 where they are no code.
 */
export type CodeTable = Uint16Array;

/** Codes of symbols, for writing. */
export interface SymbolCodes {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

/** The table of the shortest file for symbols that occur so often; its longest code is not all ones. */
export function bestTable(frequencies: Uint32Array): HuffmanTable {
  const used = [...frequencies.keys()].filter((symbol) => frequencies[symbol]! > 0);
  // The code of all ones is reserved: it goes to a symbol that does not occur and, first of the rarest,
  // has a code of the longest.
  const lengths = codeLengths(
    Uint32Array.of(1, ...used.map((symbol) => frequencies[symbol]!)),
    16,
  ).subarray(1);
  const counts = new Uint8Array(16);
  for (const length of lengths) counts[length - 1]! += 1;
  const order = [...used.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  return { counts, symbols: Uint8Array.from(order, (i) => used[i]!) };
}

/** The code of every symbol; length 0 of those that it does not have. T.81, annex C. */
export function codesOf({ counts, symbols }: HuffmanTable): SymbolCodes {
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length++) {
    for (let n = counts[length - 1]!; n > 0; n--) {
      const symbol = symbols[at++]!;
      codes[symbol] = code++;
      lengths[symbol] = length;
    }
    code <<= 1;
  }
  return { codes, lengths };
}

/** The table for reading. Codes beyond 16 bits, of a broken table, are left out. */
export function codeTable(table: HuffmanTable): CodeTable {
  const { codes, lengths } = codesOf(table);
  const found = new Uint16Array(65_536);
  for (const symbol of table.symbols) {
    const length = lengths[symbol]!;
    const from = codes[symbol]! << (16 - length);
    found.fill((length << 8) | symbol, from, from + (1 << (16 - length)));
  }
  return found;
}

/** Tables of a DHT segment's content with their slots; null where it is broken. */
export function readTables(content: Uint8Array): [slot: number, table: HuffmanTable][] | null {
  const found: [number, HuffmanTable][] = [];
  for (let at = 0; at < content.length; ) {
    const head = content[at]!;
    const counts = content.slice(at + 1, at + 17);
    const count = counts.reduce((a, b) => a + b, 0);
    const symbols = content.slice(at + 17, at + 17 + count);
    if (head >> 4 > 1 || (head & 15) > 3 || counts.length < 16 || symbols.length < count) {
      return null;
    }
    found.push([4 * (head >> 4) + (head & 15), { counts, symbols }]);
    at += 17 + count;
  }
  return found;
}

/** What a DHT segment says of one table. */
export function tableContent({ counts, symbols }: HuffmanTable): Uint8Array {
  return joinBytes([counts, symbols]);
}

/** A DHT segment of tables with their slots. */
export function tableSegment(
  tables: readonly (readonly [slot: number, HuffmanTable])[],
): Uint8Array {
  const pieces = tables.flatMap(([slot, table]) => [
    Uint8Array.of(((slot >> 2) << 4) | (slot & 3)),
    tableContent(table),
  ]);
  const length = 2 + pieces.reduce((sum, piece) => sum + piece.length, 0);
  return joinBytes([Uint8Array.of(0xff, 0xc4, length >> 8, length & 255), ...pieces]);
}
