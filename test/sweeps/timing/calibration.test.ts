import { expect, test } from 'vitest';
import { createKernelPool } from '#src/runtimes/wasm/kernel.js';
import { calibrate } from '#src/sweeps/timing/calibration.js';

interface Exports {
  fillPicture(at: number, width: number, height: number): void;
  transform(at: number, width: number, height: number): void;
  code(at: number, count: number, models: number, to: number): number;
  fillTable(at: number, count: number): void;
  walk(at: number, count: number, steps: number): number;
}

const [width, height, tableCount, steps] = [64, 48, 1024, 100];

test('runs, and computes what it computes everywhere', async () => {
  const { kernel, version, passes, seconds } = await calibrate({ passes: 2 });
  expect({ kernel, version, passes }).toEqual({ kernel: 'dct-coder-walk', version: 1, passes: 2 });
  expect(seconds.low).toBeGreaterThan(0);
  expect(seconds.median).toBeGreaterThanOrEqual(seconds.low);
  expect(seconds.median).toBeLessThanOrEqual(seconds.high);
});

// A second opinion: the same in plain JavaScript, on smaller data.
test('the kernel does the work that it says', async () => {
  const { exports, plan, shorts, ints } = await createKernelPool<Exports>(
    new URL('../../../dist/sweeps/timing/kernels/calibration.wasm', import.meta.url),
  ).take();
  const count = width * height;
  const at = plan({ picture: 2 * count, models: 512, coded: 4 * count, table: 4 * tableCount });
  const view = (): Int16Array => {
    const { buffer, byteOffset } = shorts(at.picture, count);
    return new Int16Array(buffer, byteOffset, count);
  };

  exports.fillPicture(at.picture, width, height);
  const picture = picturePlain();
  expect([...view()]).toEqual([...picture]);

  exports.transform(at.picture, width, height);
  transformPlain(picture);
  expect([...view()]).toEqual([...picture]);
  expect(new Set(picture).size).toBeGreaterThan(20);

  const coded = exports.code(at.picture, count, at.models, at.coded) >>> 0;
  expect(coded).toBe(codePlain(picture));

  exports.fillTable(at.table, tableCount);
  const table = ints(at.table, tableCount);
  expect(new Set(table).size).toBe(tableCount);
  let [next, total] = [0, 0];
  for (let i = 0; i < steps; i++) {
    next = table[next]!;
    total += next;
  }
  const all = (tableCount * (tableCount - 1)) / 2;
  expect(exports.walk(at.table, tableCount, steps) >>> 0).toBe(total + all);
});

function picturePlain(): Int16Array {
  let state = 1;
  return Int16Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (((x * y) >> 5) & 127) + (state >>> (x < width / 2 ? 27 : 26)) - 96;
  });
}

function transformPlain(picture: Int16Array): void {
  const cosines = Array.from({ length: 64 }, (_, i) => {
    const [u, x] = [i >> 3, i & 7];
    const scale = u === 0 ? Math.SQRT1_2 : 1;
    return Math.round(4096 * scale * Math.cos(((2 * x + 1) * u * Math.PI) / 16));
  });
  const turned = (from: (row: number, column: number) => number): number[] =>
    Array.from({ length: 64 }, (_, at) => {
      const [u, row] = [at >> 3, at & 7];
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += from(row, x) * cosines[8 * u + x]!;
      return (sum + 4096) >> 13;
    });
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const index = (v: number, u: number): number => (top + v) * width + left + u;
      const rows = turned((v, x) => picture[index(v, x)]!);
      const both = turned((v, x) => rows[8 * v + x]!);
      for (let i = 0; i < 64; i++) {
        const [v, u] = [i >> 3, i & 7];
        picture[index(v, u)] = Math.trunc(both[i]! / (4 + 2 * (u + v)));
      }
    }
  }
}

/** Checksum of the range coder's bytes; `low` has up to 40 bits, which a double holds. */
function codePlain(samples: Int16Array): number {
  const models = new Uint16Array(256).fill(1024);
  const bytes: number[] = [];
  let [low, range, near] = [0, 0xffffffff, 0];
  const renormalise = (): void => {
    while (range < 2 ** 24) {
      if (low >= 2 ** 32) {
        for (let i = bytes.length - 1; i >= 0; i--) {
          bytes[i] = (bytes[i]! + 1) & 255;
          if (bytes[i] !== 0) break;
        }
      }
      bytes.push(Math.floor(low / 2 ** 24) & 255);
      low = (low % 2 ** 24) * 256;
      range *= 256;
    }
  };
  for (const value of samples) {
    const magnitude = Math.min(Math.abs(value), 14);
    for (let step = 0; step <= magnitude; step++) {
      const model = 16 * near + step;
      const bound = (range >>> 11) * models[model]!;
      if (step < magnitude) {
        range = bound;
        models[model]! += (2048 - models[model]!) >> 5;
      } else {
        low += bound;
        range -= bound;
        models[model]! -= models[model]! >> 5;
      }
      renormalise();
    }
    if (magnitude > 0) {
      range = Math.floor(range / 2);
      if (value < 0) low += range;
      renormalise();
    }
    near = (near + magnitude + 1) >> 1;
  }
  return bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5) >>> 0;
}
