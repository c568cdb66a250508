import { describe, expect, test } from 'vitest';
import { akima, cubicFit, evaluate, integrate, pchip } from '#src/curves/cubic.js';

// SciPy 1.17.1: PchipInterpolator, Akima1DInterpolator and numpy.polyfit of degree 3; the values
// at 0.3 of each interval and then at 0.75 of each, the areas from 0.2 behind the first x to 0.1
// before the last.
const cases = [
  {
    name: 'rises',
    x: [0, 1, 2.5, 3, 5],
    y: [1, 2, 2.2, 4, 4.5],
    pchip: {
      values: [
        1.39834016529, 2.06912012571, 2.5933303747, 4.27441509434, 1.87200929752, 2.12201031603,
        3.68608075339, 4.47494103774,
      ],
      area: 14.2873345144,
    },
    akima: {
      values: [
        1.37462, 2.14554719368, 2.59123548615, 4.84507176039, 1.7946875, 2.04845355731,
        3.60523872455, 5.00043742359,
      ],
      area: 15.1484214881,
    },
    cubic: {
      values: [
        1.2426156567, 2.05530346346, 3.10063144537, 3.86560471621, 1.52033842028, 2.63822252772,
        3.29389376649, 4.38448724979,
      ],
      area: 13.9109491209,
    },
  },
  {
    name: 'turns, with flat pieces',
    x: [0, 0.5, 2, 3, 3.25, 4],
    y: [3, 1, 1, 2, 5, 0],
    pchip: {
      values: [
        2.2005, 1, 1.076, 2.72966666667, 4.865, 1.1953125, 1, 1.53125, 4.55729166667, 2.890625,
      ],
      area: 6.82418148148,
    },
    akima: {
      values: [
        2.1522, 0.7984, 1.15696271186, 2.6253163207, 5.23592134831, 1.228125, 0.8875, 1.63697033898,
        4.37097695677, 2.64729634831,
      ],
      area: 6.74067402936,
    },
    cubic: {
      values: [
        2.20761228167, -0.386397068618, 2.13403531394, 3.32535079494, 2.8400947288, 0.955025229102,
        0.372706859777, 3.076319505, 3.28942499585, 1.5221936575,
      ],
      area: 5.40842333453,
    },
  },
  {
    name: 'overshoots at its ends',
    x: [0, 1, 1.1, 4, 4.1, 6],
    y: [0, 0.1, 3, 3.1, -2, -2.1],
    pchip: {
      values: [
        0.00437892030848, 0.729788975235, 3.06418105626, 1.99934555621, -2.06351965862,
        0.0459350899743, 2.54675169486, 3.09795314294, -1.20101438346, -2.09774223808,
      ],
      area: 5.42223964698,
    },
    akima: {
      values: [
        -3.0034692718, 0.823320425314, 14.2932400258, 1.88766285857, -12.1879224374, -2.6320742674,
        2.3544566316, 13.1326872376, -0.931015603272, -11.1480620017,
      ],
      area: 13.9912420227,
    },
    cubic: {
      values: [
        0.52728713052, 1.6233888828, 2.09511032114, 0.582866809635, -0.284132156153, 1.28608256942,
        1.66851852347, 1.4323458507, 0.525240024224, -1.50881853624,
      ],
      area: 4.57777100934,
    },
  },
  {
    name: 'is steep at its ends',
    x: [0, 1, 2, 5, 6],
    y: [0, 1, -9, 2, 1.5],
    pchip: {
      values: [0.657, -1.16, -6.624, 1.9865, 0.984375, -7.4375, 0.28125, 1.7890625],
      area: -12.0844125,
    },
    akima: {
      values: [
        1.41754054054, -1.72855613306, -6.75226455787, 2.12435747664, 1.69763513514, -7.60820324102,
        0.0691210074972, 1.96360251168,
      ],
      area: -12.1432093958,
    },
    cubic: {
      values: [
        -0.439129285714, -4.38463642857, -4.48567642857, 1.13762071429, -2.67907366071,
        -5.05197544643, -1.42954241071, 1.945703125,
      ],
      area: -13.875118125,
    },
  },
];

describe.each(cases)('a curve that $name', ({ x, y, ...expected }) => {
  const places = [0.3, 0.75].flatMap((share) =>
    x.slice(0, -1).map((start, i) => start + share * (x[i + 1]! - start)),
  );

  test.each([
    ['pchip', pchip],
    ['akima', akima],
    ['cubic', cubicFit],
  ] as const)('has the values and the area of SciPy by %s', (method, draw) => {
    const curve = draw(x, y);
    const { values, area } = expected[method];
    for (const [i, place] of places.entries()) {
      expect(evaluate(curve, place)).toBeCloseTo(values[i]!, 8);
    }
    const [low, high] = [x[0]! + 0.2, x.at(-1)! - 0.1];
    expect(integrate(curve, low, high)).toBeCloseTo(area, 8);
    expect(integrate(curve, low, 2) + integrate(curve, 2, high)).toBeCloseTo(area, 8);
    expect(integrate(curve, 2, 2)).toBe(0);
  });

  test('goes through its points by pchip and akima, without a bend that pchip did not have', () => {
    for (const curve of [pchip(x, y), akima(x, y)]) {
      expect(x.map((at) => evaluate(curve, at))).toEqual(
        y.map((value) => expect.closeTo(value, 9)),
      );
    }
    const curve = pchip(x, y);
    for (const [i, place] of places.entries()) {
      const interval = i % (x.length - 1);
      const [low, high] = [y[interval]!, y[interval + 1]!].toSorted((a, b) => a - b);
      expect(evaluate(curve, place)).toBeGreaterThanOrEqual(low! - 1e-12);
      expect(evaluate(curve, place)).toBeLessThanOrEqual(high! + 1e-12);
    }
  });
});

test('two points are joined by a straight line', () => {
  const line = pchip([1, 3], [2, 8]);
  expect([1, 1.5, 2, 3].map((at) => evaluate(line, at))).toEqual([2, 3.5, 5, 8]);
  expect(integrate(line, 1, 3)).toBe(10);
});

test('a straight line stays one: akima of chords without any change', () => {
  const x = [0, 1, 3, 4, 8];
  const line = akima(
    x,
    x.map((at) => 2 * at - 1),
  );
  for (const at of [0, 0.5, 2, 3.5, 7]) expect(evaluate(line, at)).toBeCloseTo(2 * at - 1, 12);
});

test('one cubic through four points of a cubic is that cubic, wherever it lies', () => {
  const cubic = (t: number) => 3 - 2 * t + 0.5 * t ** 2 - 0.25 * t ** 3;
  for (const x of [
    [-2, 0, 1, 5],
    [1000, 1001, 1003, 1004],
  ]) {
    const fit = cubicFit(
      x,
      x.map((at) => cubic(at - x[0]!)),
    );
    for (const at of [0.25, 1.5, 3.75]) expect(evaluate(fit, x[0]! + at)).toBeCloseTo(cubic(at), 8);
  }
});
