import { describe, expect, test } from 'vitest';
import {
  blackPoint,
  compensateBlack,
  fromConnection,
  perceptualBlack,
} from '#src/image/files/colour/connection.js';
import { readCurve, tableCurve } from '#src/image/files/colour/icc-curves.js';
import { lattice } from '#src/image/files/colour/icc-lattice.js';
import { readProfileTable } from '#src/image/files/colour/icc-tables.js';

const viewOf = (...bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer);
const u32 = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
const head = (type: string) => [...Buffer.from(type), 0, 0, 0, 0];

describe('readCurve', () => {
  test('tables, a gamma, and none', () => {
    const none = readCurve(viewOf(...head('curv'), ...u32(0)), 0)!;
    expect([none.curve(0.3), none.bytes]).toEqual([0.3, 12]);
    const gamma = readCurve(viewOf(...head('curv'), ...u32(1), 2, 0), 0)!;
    expect([gamma.curve(0.5), gamma.bytes]).toEqual([0.25, 14]);
    const table = readCurve(viewOf(...head('curv'), ...u32(3), 0, 0, 0, 0, 255, 255), 0)!;
    expect([table.curve(0.5), table.curve(0.75), table.curve(1), table.bytes]).toEqual([
      0, 0.5, 1, 18,
    ]);
  });

  test('parameters, kept in 0..1', () => {
    const para = (kind: number, ...numbers: number[]) =>
      readCurve(
        viewOf(...head('para'), 0, kind, 0, 0, ...numbers.flatMap((n) => u32(n * 65536))),
        0,
      );
    expect(para(0, 2)!.curve(0.5)).toBe(0.25);
    expect(para(1, 2, 1, -0.5)!.curve(0.25)).toBe(0);
    expect(para(2, 1, 2, 0, 0.5)!.curve(0.5)).toBe(1);
    expect(para(3, 2, 1, 0, 0.5, 0.25)!.curve(0.125)).toBe(0.0625);
    expect(para(4, 2, 1, 0, 0.5, 0.25, 0.5, 0.25)!.curve(0.125)).toBe(0.3125);
    expect(para(4, 2, 1, 0, 0.5, 0.25, 0.5, 0.25)!.curve(0.5)).toBe(0.75);
    // A root of what is negative.
    expect(para(3, 0.5, 1, -1, 1, 0)!.curve(0.5)).toBe(0);
    expect(para(5, 1)).toBeNull();
    expect(readCurve(viewOf(...head('text'), 0, 0, 0, 0), 0)).toBeNull();
  });

  test('a table longer than its tag is no table, whatever it promises', () => {
    expect(() => readCurve(viewOf(...head('curv'), ...u32(2 ** 31), 0, 0), 0)).toThrow(RangeError);
    expect(() => tableCurve(viewOf(0, 255), 0, 3, 1)).toThrow(RangeError);
  });
});

describe('lattice', () => {
  test('gives a linear table back exactly, along every order of the axes', () => {
    const sides = [2, 3, 4];
    const cells: number[] = [];
    for (let x = 0; x < 2; x++)
      for (let y = 0; y < 3; y++) for (let z = 0; z < 4; z++) cells.push(x * 120, y * 60, z * 40);
    const step = lattice(sides, Uint8Array.from(cells), 120);
    for (const point of [
      [0.1, 0.5, 0.9],
      [0.9, 0.5, 0.1],
      [0.5, 0.1, 0.9],
      [0.5, 0.9, 0.1],
      [0.1, 0.9, 0.5],
      [0.9, 0.1, 0.5],
      [0, 0, 0],
      [1, 1, 1],
      [0.4, 0.4, 0.4],
    ]) {
      const values = Float64Array.from(point);
      step(values);
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(point[i]!, 12);
      });
    }
  });

  test('a bend follows the grey diagonal', () => {
    const cells = new Uint8Array(24);
    cells.set([255, 255, 255], 21);
    const values = Float64Array.of(0.5, 0.5, 0.5);
    lattice([2, 2, 2], cells, 255)(values);
    expect([...values]).toEqual([0.5, 0.5, 0.5]);
    const beside = Float64Array.of(0.5, 0.5, 0.25);
    lattice([2, 2, 2], cells, 255)(beside);
    expect(beside[0]).toBe(0.25);
  });
});

test('the connection space', () => {
  const white = Float64Array.of(1, 128 / 255, 128 / 255);
  fromConnection('lab')(white);
  [0.9642, 1, 0.8249].forEach((value, i) => {
    expect(white[i]).toBeCloseTo(value, 12);
  });
  const legacy = Float64Array.of(65280 / 65535, 32768 / 65535, 32768 / 65535);
  fromConnection('lab-legacy')(legacy);
  expect(legacy[1]).toBeCloseTo(1, 12);
  const xyz = Float64Array.of(32768 / 65535, 0, 0);
  fromConnection('xyz')(xyz);
  expect(xyz[0]).toBeCloseTo(1, 12);
  const black = Float64Array.from(perceptualBlack);
  compensateBlack(perceptualBlack)(black);
  for (const value of black) expect(value).toBeCloseTo(0, 12);
  expect(blackPoint(-1)).toEqual([0, 0, 0]);
  // L* = 50 and no lighter.
  expect(blackPoint(0.9)[1]).toBeCloseTo(0.1842, 4);
});

test('tables of other numbers of channels are passed over', () => {
  const four = viewOf(...head('mft2'), 4, 3, 9, 0, ...new Array(100).fill(0));
  expect(readProfileTable(four)).toBeNull();
  const unknown = viewOf(...head('mpet'), 3, 3, 9, 0, ...new Array(100).fill(0));
  expect(readProfileTable(unknown)).toBeNull();
});
