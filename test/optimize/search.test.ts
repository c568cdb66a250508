import { describe, expect, test } from 'vitest';
import { mostEncodes, nextValue, type Tried } from '#src/optimize/search.js';

const knob = {
  curves: 'made',
  values: Array.from({ length: 100 }, (_, i) => i + 1),
  grid: [5, 20, 40, 60, 80, 95],
  fixed: (quality: number) => quality,
};

/** A codec by numbers: quality and bytes rise with the knob. */
function measure(value: number): Tried {
  return {
    knob: value,
    quality: 100 * (1 - Math.exp(-value / 35)),
    bytes: 100 * 2 ** (value / 15),
  };
}

function run(wanted: { quality?: number; maxBytes?: number }): Tried[] {
  const tried: Tried[] = [];
  for (;;) {
    const value = nextValue(tried, { knob, ...wanted });
    if (value === null) return tried;
    tried.push(measure(value));
  }
}

describe('nextValue', () => {
  test.each([20, 55, 80, 90])('finds the coarsest value of quality %d', (quality) => {
    const tried = run({ quality });
    const best = tried.filter((each) => each.quality >= quality).sort((a, b) => a.knob - b.knob)[0];
    expect(best!.bytes / measure(Math.ceil(-35 * Math.log(1 - quality / 100))).bytes).toBeLessThan(
      1.02,
    );
    expect(tried.length).toBeLessThanOrEqual(mostEncodes);
  });

  test.each([300, 1000, 5000])('finds the finest value within %d bytes', (maxBytes) => {
    const within = run({ maxBytes }).filter(({ bytes }) => bytes <= maxBytes);
    const finest = Math.max(...within.map(({ knob: value }) => value));
    expect(finest).toBe(Math.floor(15 * Math.log2(maxBytes / 100)));
  });

  test('ends at the finest value where the quality is out of reach', () => {
    const tried = run({ quality: 99 });
    expect(tried.at(-1)!.knob).toBe(100);
    expect(tried.every(({ quality }) => quality < 99)).toBe(true);
  });
});
