import type { Arena } from './arena.js';
import type { DecodeRoom } from './decode-room.js';
import type { Frame } from './frame.js';
import { brokenJpeg } from './markers.js';
import { unstuffScan } from './scan-bytes.js';
import type { ScanHeader } from './scan-header.js';
import type { JpegTables } from './tables.js';

/** Units whose coefficients the kernel holds at once. */
const mostUnits = 16;

/**
 * Decodes the one scan of all components of a sequential frame straight to samples.
 * @returns where the next marker stands
 */
export function decodeOneScan(
  arena: Arena,
  frame: Frame,
  scan: ScanHeader,
  tables: JpegTables,
  room: DecodeRoom,
): number {
  const { head, shape, columns, rows, components, bits, file, damage } = frame;
  const units = columns * rows;
  const pointers = room.load(tables.codes);
  const order = room.order(shape);
  const count = components.length;
  const list = arena.take(40 * count);
  const numbers: number[] = [];
  for (const { index, dc, ac } of scan.components) {
    const { across, down, plane } = components[index]!;
    const { table } = head.components[index]!;
    const steps = tables.quantisers[table];
    if (!steps) throw brokenJpeg('a quantisation table is missing');
    if (!tables.codes[dc] || !tables.codes[4 + ac]) throw brokenJpeg('a Huffman table is missing');
    const quantisers = room.quantisers(table, steps, shape);
    const row = shape.spacing * mostUnits * across;
    const coefs = arena.take(row * down + 2 * shape.spacing);
    numbers.push(across, down, pointers[dc]!, pointers[4 + ac]!, quantisers, coefs, row);
    numbers.push(plane.pointer, plane.stride, 0);
  }
  const { interval } = tables;
  const segments = interval === 0 ? 1 : Math.ceil(units / interval);
  const {
    top,
    length,
    restarts,
    end,
    damage: lost,
  } = unstuffScan(arena, file, scan.dataAt, segments);
  if (lost !== null) damage.push(lost);
  arena.ints(list, numbers.length).set(numbers);
  const { spacing, shift } = shape;
  const { kernel } = arena;
  const done = kernel.decodeSequential(
    list,
    count,
    columns,
    rows,
    interval,
    top,
    length,
    restarts,
    order,
    spacing,
    shift,
    bits,
  );
  if (done < units) damage.push(`${done} of ${units} units can be decoded`);
  if (bits !== 0) differences(arena.ints(bits, units), done);
  return end;
}

/** Where units end becomes how long they are, and 0 for those that are missing. */
function differences(ends: Int32Array, done: number): void {
  for (let i = ends.length - 1; i >= 0; i--) {
    ends[i] = i < done ? ends[i]! - (i > 0 ? ends[i - 1]! : 0) : 0;
  }
}
