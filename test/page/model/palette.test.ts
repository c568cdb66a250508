import { expect, test } from 'vitest';
import { createPalette, inks } from '#src/page/model/palette.js';

const curve = (label: string) => ({ codec: label.split(':')[0]!, label });

test('colours stand out from their background, 3:1 or better', () => {
  for (const [light, dark] of inks) {
    expect(contrast(light, '#ffffff'), light).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, '#101418'), dark).toBeGreaterThanOrEqual(3);
  }
});

test('those of the first eight stay apart for readers who do not see red or green apart', () => {
  for (const matrix of [identity, protanopia, deuteranopia]) {
    for (const theme of [0, 1] as const) {
      const seen = inks.slice(0, 8).map((ink) => lab(apply(matrix, linear(ink[theme]))));
      for (const [i, a] of seen.entries()) {
        for (const [j, b] of seen.entries()) {
          if (i < j)
            expect(Math.hypot(...a.map((x, k) => x - b[k]!)), `${i} ${j}`).toBeGreaterThan(25);
        }
      }
    }
  }
});

test('a codec has one colour, its curves differ in dashes and markers', () => {
  const labels = ['jxl', 'jxl:effort=3', 'jxl:effort=9', 'avif', 'mine', 'yours'];
  const palette = createPalette(labels.map(curve));
  const drawn = labels.map((label) => palette(curve(label)));
  expect(new Set(drawn.map(({ light }) => light)).size).toBe(4);
  const looks = drawn.slice(0, 3).map(({ dash, symbol }) => `${dash} ${symbol}`);
  expect(new Set(looks).size).toBe(3);
});

test('what is known keeps its colour, whatever else there is', () => {
  const few = createPalette([curve('jxl'), curve('webp')]);
  const many = createPalette(['aaa', 'jxl', 'webp', 'bbb', 'raw'].map(curve));
  for (const label of ['jxl', 'webp']) expect(many(curve(label))).toEqual(few(curve(label)));
});

test('more codecs than colours differ in their marker', () => {
  const labels = Array.from({ length: 40 }, (_, i) => `codec${i}`);
  const palette = createPalette(labels.map(curve));
  const looks = labels.map((label) => palette(curve(label))).map((ink) => ink.light + ink.symbol);
  expect(new Set(looks).size).toBe(40);
  expect(palette(curve('constructor')).light).toMatch(/^#/);
});

type Colour = readonly [number, number, number];

function linear(hex: string): Colour {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r!, g!, b!];
}

function contrast(a: string, b: string): number {
  const [dark, light] = [a, b]
    .map((hex) => {
      const [r, g, blue] = linear(hex);
      return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
    })
    .sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const identity = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
const protanopia = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];
const deuteranopia = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];

function apply(matrix: readonly (readonly number[])[], colour: Colour): Colour {
  const [r, g, b] = matrix.map((row) => {
    const value = row.reduce((sum, each, i) => sum + each * colour[i]!, 0);
    return Math.min(1, Math.max(0, value));
  });
  return [r!, g!, b!];
}

/** CIE L*a*b* under D65. */
function lab([r, g, b]: Colour): Colour {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
