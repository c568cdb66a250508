import { WorkError } from '../../base/errors.js';
import type { CodeTable } from '../../codecs/jpeg/huffman-table.js';
import type { Range } from '../../image/files/colour/heif-items.js';

/** Where a block's codes come from: the number of its DC table, and that of its AC table. */
export interface BlockTables {
  readonly dc: number;
  readonly ac: number;
}

/** How a scan is laid out: its units (MCUs), and the blocks of each. */
export interface ScanLayout {
  readonly units: number;
  readonly blocks: readonly BlockTables[];
  /** Units between two restart markers; 0 where there are none. */
  readonly restartInterval: number;
}

/** Slots of the four DC tables and the four AC tables. */
const slotOf = { dc: (table: number) => table, ac: (table: number) => 4 + table } as const;

/** What is told of a scan as it is read. */
export interface ScanSink {
  /** @param extra the bits behind the code: a coefficient's sign and size */
  symbol(slot: number, symbol: number, extra: number, extraBits: number): void;
  /** Coded data are aligned to bytes, and a restart marker follows. */
  restart(marker: number): void;
}

/** Bits that are read ahead, so that a code of 16 bits lies within them. */
const ahead = 16;

/**
 * Reads the codes of a sequential Huffman-coded scan one after the other. ITU-T T.81, annex F.2. No
 * coefficient is kept: memory does not depend on the picture.
 * @param data from behind the scan's header up to the next marker that is none of a restart
 * @param tables by slot
 * @throws WorkError where the data are no such codes, or end before the picture does
 */
export function walkScan(
  bytes: Uint8Array,
  { start, end }: Range,
  { units, blocks, restartInterval }: ScanLayout,
  tables: readonly (CodeTable | undefined)[],
  sink: ScanSink,
): void {
  let at = start;
  let bits = 0;
  let have = 0;
  /** Bits of zeros that were read behind the end of the data. */
  let beyond = 0;
  const fill = (): void => {
    while (have <= ahead) {
      let byte = 0;
      if (at >= end) beyond += 8;
      else if (bytes[at] !== 0xff) byte = bytes[at++]!;
      else if (bytes[at + 1] === 0) {
        byte = 0xff;
        at += 2;
      } else beyond += 8;
      bits = (bits << 8) | byte;
      have += 8;
    }
  };
  const read = (slot: number): number => {
    if (have < ahead) fill();
    const found = tables[slot]![(bits >>> (have - 16)) & 0xffff]!;
    if (found === 0) throw broken('a code that its tables do not have');
    have -= found >> 8;
    return found & 0xff;
  };
  const readBits = (count: number): number => {
    if (have < count) fill();
    have -= count;
    return (bits >>> have) & ((1 << count) - 1);
  };
  const block = (dc: number, ac: number): void => {
    const size = read(dc);
    if (size > 15) throw broken('a DC coefficient of more than 15 bits');
    sink.symbol(dc, size, readBits(size), size);
    for (let k = 1; k < 64; ) {
      const symbol = read(ac);
      const extraBits = symbol & 15;
      if (extraBits === 0 && symbol !== 0xf0) {
        if (symbol !== 0) throw broken('a run that sequential scans do not have');
        sink.symbol(ac, 0, 0, 0);
        break;
      }
      k += (symbol >> 4) + 1;
      if (k > 64) throw broken('a block of more than 64 coefficients');
      sink.symbol(ac, symbol, readBits(extraBits), extraBits);
    }
  };
  /** What is left is less than a byte, and nothing was read behind the end. */
  const align = (): void => {
    if (beyond > have) throw broken('it ends before its picture does');
    if (have - beyond >= 8) throw broken('data behind the picture');
    have = 0;
    beyond = 0;
  };
  const slots = blocks.map(({ dc, ac }) => [slotOf.dc(dc), slotOf.ac(ac)] as const);
  for (const slot of slots.flat()) {
    if (tables[slot] === undefined) throw broken('a table is missing');
  }
  let restarts = 0;
  for (let unit = 0; unit < units; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      align();
      const marker = 0xd0 + (restarts++ & 7);
      if (bytes[at] !== 0xff || bytes[at + 1] !== marker) throw broken('a restart is missing');
      at += 2;
      sink.restart(marker);
    }
    for (const [dc, ac] of slots) block(dc, ac);
  }
  align();
  if (at < end) throw broken('data behind the picture');
}

function broken(reason: string): WorkError {
  return new WorkError(`JPEG is broken: ${reason}`, { code: 'broken-image' });
}
