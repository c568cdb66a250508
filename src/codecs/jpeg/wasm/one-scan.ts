import type { Arena } from './arena.js';
import type { Frame } from './frame.js';
import { brokenJpeg } from './markers.js';
import { putOrder, putQuantisers } from './quantisers.js';
import { unstuffScan } from './scan-bytes.js';
import type { ScanHeader } from './scan-header.js';
import type { CodeTables, JpegTables } from './tables.js';

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
  codeTables: CodeTables,
): number {
  const { head, shape, columns, rows, components, bits, file, damage } = frame;
  const units = columns * rows;
  const pointers = codeTables.load(tables.codes);
  const order = putOrder(arena, shape);
  const list = arena.take(40 * components.length);
  const numbers = scan.components.flatMap(({ index, dc, ac }) => {
    const { across, down, plane } = components[index]!;
    const steps = tables.quantisers[head.components[index]!.table];
    if (!steps) throw brokenJpeg('a quantisation table is missing');
    if (!tables.codes[dc] || !tables.codes[4 + ac]) throw brokenJpeg('a Huffman table is missing');
    const quantisers = putQuantisers(arena, steps, shape);
    const row = shape.spacing * mostUnits * across;
    const coefs = arena.take(row * down + 2 * shape.spacing);
    const codes = [pointers[dc]!, pointers[4 + ac]!];
    return [across, down, ...codes, quantisers, coefs, row, plane.pointer, plane.stride, 0];
  });
  const segments = tables.interval === 0 ? 1 : Math.ceil(units / tables.interval);
  const bytes = unstuffScan(arena, file, scan.dataAt, segments);
  if (bytes.damage !== null) damage.push(bytes.damage);
  arena.ints(list, numbers.length).set(numbers);
  const done = arena.kernel.decodeSequential(
    ...[list, components.length, columns, rows, tables.interval],
    ...[bytes.top, bytes.length, bytes.restarts, order, shape.spacing, shape.shift, bits],
  );
  if (done < units) damage.push(`${done} of ${units} units can be decoded`);
  if (bits !== 0) differences(arena.ints(bits, units), done);
  return bytes.end;
}

/** Where units end becomes how long they are, and 0 for those that are missing. */
function differences(ends: Int32Array, done: number): void {
  for (let i = ends.length - 1; i >= 0; i--) {
    ends[i] = i < done ? ends[i]! - (i > 0 ? ends[i - 1]! : 0) : 0;
  }
}
