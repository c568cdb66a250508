import { readCurve, tableCurve } from './icc-curves.js';
import { lattice, type Step } from './icc-lattice.js';
import type { Curve } from './transfer.js';

/** The table of a profile that leads from its samples to the connection space (A2B0). */
export interface ProfileTable {
  readonly curves: readonly [Curve, Curve, Curve];
  /** What follows the curves, up to the connection space as encoded in 0..1. */
  readonly steps: readonly Step[];
  /** Whether Lab has the encoding of 16 bits of version 2, whose white is 65280. */
  readonly isLegacy: boolean;
}

const three = [0, 1, 2] as const;
type Three<T> = readonly [T, T, T];
const eachOf = <T>(make: (i: number) => T): Three<T> => [make(0), make(1), make(2)];

/**
 * Reads a table of three channels, of any of the three types; null for any other.
 * @throws RangeError where it runs out of the tag
 */
export function readProfileTable(tag: DataView): ProfileTable | null {
  const type = tag.getUint32(0);
  if (tag.getUint8(8) !== 3 || tag.getUint8(9) !== 3) return null;
  if (type === 0x6d667431) return readOld(tag, 1);
  if (type === 0x6d667432) return readOld(tag, 2);
  if (type === 0x6d414220) return readNew(tag);
  return null;
}

/**
 * `mft1` and `mft2`: tables, lattice, tables. Their matrix is for samples in XYZ alone.
 * ICC.1:2022, 10.10 and 10.11.
 */
function readOld(tag: DataView, size: 1 | 2): ProfileTable | null {
  const side = tag.getUint8(10);
  const [inputs, outputs] = size === 1 ? [256, 256] : [tag.getUint16(48), tag.getUint16(50)];
  if (side < 2 || inputs < 2 || outputs < 2) return null;
  const start = size === 1 ? 48 : 52;
  const latticeAt = start + 3 * inputs * size;
  const outputAt = latticeAt + side ** 3 * 3 * size;
  const curves = eachOf((i) => tableCurve(tag, start + i * inputs * size, inputs, size));
  const step = readLattice(tag, latticeAt, [side, side, side], size);
  const after = eachOf((i) => tableCurve(tag, outputAt + i * outputs * size, outputs, size));
  return { curves, steps: [step, byCurves(after)], isLegacy: size === 2 };
}

/**
 * `mAB `: A curves and lattice, M curves and matrix, B curves, of which all but the last may be missing.
 * ICC.1:2022, 10.12.
 */
function readNew(tag: DataView): ProfileTable | null {
  const [bAt, matrixAt, mAt, latticeAt, aAt] = [12, 16, 20, 24, 28].map((at) => tag.getUint32(at));
  const curvesB = readCurves(tag, bAt!);
  if (bAt === 0 || curvesB === null) return null;
  const steps: Step[] = [];
  let curves: Three<Curve> = eachOf(() => (x: number) => x);
  if (latticeAt! > 0) {
    const sides = three.map((i) => tag.getUint8(latticeAt! + i));
    const size = tag.getUint8(latticeAt! + 16);
    const first = readCurves(tag, aAt!);
    if (aAt === 0 || first === null || sides.some((side) => side < 2)) return null;
    if (size !== 1 && size !== 2) return null;
    curves = first;
    steps.push(readLattice(tag, latticeAt! + 20, sides, size));
  }
  if (matrixAt! > 0 && mAt! > 0) {
    const middle = readCurves(tag, mAt!);
    if (middle === null) return null;
    steps.push(byCurves(middle), byMatrix(tag, matrixAt!));
  }
  steps.push(byCurves(curvesB));
  return { curves, steps, isLegacy: false };
}

/** Three curves, one after the other, each on a multiple of 4 bytes. */
function readCurves(tag: DataView, start: number): Three<Curve> | null {
  const curves: Curve[] = [];
  let at = start;
  for (const _ of three) {
    const read = readCurve(tag, at);
    if (read === null) return null;
    curves.push(read.curve);
    at += Math.ceil(read.bytes / 4) * 4;
  }
  return [curves[0]!, curves[1]!, curves[2]!];
}

function readLattice(tag: DataView, at: number, sides: readonly number[], size: 1 | 2): Step {
  const length = sides.reduce((product, side) => product * side, 3);
  tag.getUint8(at + length * size - 1);
  const table = size === 1 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    table[i] = size === 1 ? tag.getUint8(at + i) : tag.getUint16(at + 2 * i);
  }
  return lattice(sides, table, size === 1 ? 255 : 65535);
}

function byCurves(curves: Three<Curve>): Step {
  return (values) => {
    for (const i of three) values[i] = curves[i](values[i]!);
  };
}

/** Three rows of factors and then what is added, as signed numbers of 16.16 bits. */
function byMatrix(tag: DataView, at: number): Step {
  const e = Float64Array.from({ length: 12 }, (_, i) => tag.getInt32(at + 4 * i) / 65536);
  return (values) => {
    const [x, y, z] = [values[0]!, values[1]!, values[2]!];
    for (const i of three) {
      values[i] = e[3 * i]! * x + e[3 * i + 1]! * y + e[3 * i + 2]! * z + e[9 + i]!;
    }
  };
}
