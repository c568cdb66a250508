import { describe, expect, test } from 'vitest';
import { nextOfSearch } from '#src/curves/target-search.js';
import {
  mostEncodes,
  nextValue,
  type Search,
  slowExcessShare,
  type Tried,
} from '#src/optimize/search.js';

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

/** The same codec by a knob in steps of 0.1. */
const fine = { values: Array.from({ length: 991 }, (_, i) => 1 + i / 10), grid: knob.grid };

function run(wanted: { quality?: number; maxBytes?: number }): Tried[] {
  return collect({ knob, ...wanted }, measure);
}

function collect(search: Search, made: (value: number) => Tried): Tried[] {
  const tried: Tried[] = [];
  for (let value = nextValue(tried, search); value !== null; value = nextValue(tried, search)) {
    tried.push(made(value));
  }
  return tried;
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

  test('a slow codec that was tried on a sample is encoded whole about twice', () => {
    const mean = (tolerance?: number): number => {
      const counts = targets.map((quality) => {
        const search = { knob: fine, quality, tolerance };
        const sample = collect({ ...search, mostPoints: 3 }, (value) => {
          const made = measure(value);
          return { ...made, quality: made.quality - 3 };
        });
        const tried = collect({ ...search, sample }, measure);
        const meeting = tried.filter((each) => each.quality >= quality);
        const needed = 100 * 2 ** ((-35 * Math.log(1 - quality / 100)) / 15);
        expect(Math.min(...meeting.map(({ bytes }) => bytes)) / needed).toBeLessThan(1.035);
        return tried.length;
      });
      return counts.reduce((a, b) => a + b, 0) / counts.length;
    };
    const targets = Array.from({ length: 50 }, (_, i) => 40 + i);
    const slow = mean(slowExcessShare);
    expect(slow).toBeLessThan(2.3);
    expect(mean()).toBeGreaterThan(slow);
  });

  test('beyond what was tried on a sample the family leads, moved to it', () => {
    const family = [20, 40, 60, 80].map((shift) => {
      const knobs = [5, 20, 40, 60, 80, 95];
      const curve = knobs.map((value) => measure(value));
      return {
        knobs,
        qualities: curve.map(({ quality }) => quality - shift / 4),
        bytes: curve.map(({ bytes }) => bytes),
        jpegBytes: 0.2,
      };
    });
    const moved = (value: number) => ({
      ...measure(value),
      quality: measure(value).quality - 30,
    });
    const sample = [moved(40), moved(45)];
    const first = nextValue([], { knob, quality: 55, family, sample })!;
    const needed = Math.ceil(-35 * Math.log(1 - 0.85));
    expect(Math.abs(first - needed)).toBeLessThanOrEqual(3);
    const alone = nextValue([], { knob, quality: 55, sample })!;
    expect(Math.abs(first - needed)).toBeLessThan(Math.abs(alone - needed));
  });

  test('with the unevenness of a codec a search goes by chance: fewer encodes', () => {
    const knobs = [5, 20, 40, 60, 80, 95];
    const family = [-4, -2, 0, 2, 4].map((moved) => ({
      knobs,
      qualities: knobs.map((value) => measure(value).quality + moved),
      bytes: knobs.map((value) => measure(value).bytes),
      jpegBytes: 0.2,
    }));
    // Every other value is one with the value below it, and all jitter.
    const paired = (value: number): Tried => {
      const even = measure(value % 2 === 0 ? value + 0.9 : value);
      return { ...even, knob: value, quality: even.quality + 1.5 + 0.1 * Math.sin(value * 991) };
    };
    const values = knob.values.map((value) => ({
      knob: value,
      shift: value % 2 === 0 && value > 5 && value < 95 ? 0.9 / 20 : 0,
    }));
    const told = (evenness: Search['evenness']) => {
      const searches = Array.from({ length: 60 }, (_, i) => {
        const quality = 35 + i;
        const tried = collect({ knob, quality, family, evenness }, paired);
        const meeting = (each: Tried) => each.quality >= quality;
        const least = Math.min(
          ...knob.values
            .map(paired)
            .filter(meeting)
            .map(({ bytes }) => bytes),
        );
        expect(tried.length).toBeLessThanOrEqual(mostEncodes);
        const best = Math.min(...tried.filter(meeting).map(({ bytes }) => bytes));
        return { encodes: tried.length, excess: best / least - 1 };
      });
      const mean = (of: (each: (typeof searches)[number]) => number) =>
        searches.reduce((sum, each) => sum + of(each), 0) / searches.length;
      return { encodes: mean(({ encodes }) => encodes), excess: mean(({ excess }) => excess) };
    };
    const [before, after] = [told(null), told({ jitter: 0.1, values })];
    expect(after.encodes).toBeLessThan(before.encodes);
    expect(after.excess).toBeLessThan(0.02);
  });

  test('by chance the search for a size and that on a sample are as before', () => {
    const knobs = [5, 20, 40, 60, 80, 95];
    const family = [0, 2].map((moved) => ({
      knobs,
      qualities: knobs.map((value) => measure(value).quality + moved),
      bytes: knobs.map((value) => measure(value).bytes),
      jpegBytes: 0.2,
    }));
    const evenness = { jitter: 0.1, values: [{ knob: 1, shift: 0 }] };
    const sample = [measure(40), measure(45)];
    for (const search of [{ maxBytes: 1000 }, { quality: 70, sample }]) {
      const tried = collect({ knob, family, ...search }, measure);
      expect(collect({ knob, family, evenness, ...search }, measure)).toEqual(tried);
    }
  });

  test('a continuous knob takes four encodes once one of them has met the target, more where it is far', () => {
    const noisy = (value: number): Tried => {
      const made = measure(value);
      return { ...made, quality: made.quality + Math.sin(value * 991) };
    };
    for (let quality = 30; quality <= 90; quality++) {
      const tried = collect({ knob: fine, quality, tolerance: 0 }, noisy);
      const met = tried.findIndex((each) => each.quality >= quality);
      expect(met).toBeGreaterThanOrEqual(0);
      expect(tried.length).toBeLessThanOrEqual(mostEncodes);
      if (tried.length <= Math.max(4, met + 1)) continue;
      const options = { ...fine, target: quality, tolerance: 0, mostPoints: 4 };
      const four = nextOfSearch(tried.slice(0, Math.max(4, met + 1)), options);
      expect(four.state).toBe('spent');
      expect('excess' in four && four.excess).toBeGreaterThan(0.03);
    }
  });

  test('ends at the finest value where the quality is out of reach', () => {
    const tried = run({ quality: 99 });
    expect(tried.at(-1)!.knob).toBe(100);
    expect(tried.every(({ quality }) => quality < 99)).toBe(true);
  });
});
