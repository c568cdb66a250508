import { expect, test } from 'vitest';
import { stepsAt, typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { nextSegment } from '#src/codecs/jpeg/wasm/markers.js';
import { emptyTables, readTables } from '#src/codecs/jpeg/wasm/tables.js';
import { zigzag } from '#src/codecs/jpeg/wasm/zigzag.js';
import { cjpeg, scene, testWithDjpeg } from './programs.ts';

testWithDjpeg('tables are those that cjpeg writes', () => {
  for (const quality of [1, 25, 49, 50, 75, 99, 100]) {
    const file = cjpeg(scene(16, 16), '-quality', `${quality}`, '-baseline');
    const tables = emptyTables();
    for (let at = 2; ; ) {
      const segment = nextSegment(file, at)!;
      if (segment.marker === 0xda) break;
      readTables(file, segment, tables);
      at = segment.end;
    }
    const expected = stepsAt(quality).map((steps) => zigzag.map((place) => steps[place]!));
    expect(tables.quantisers.slice(0, 2).map((steps) => [...steps!])).toEqual(expected);
    const [dc0, dc1, , , ac0, ac1] = tables.codes;
    expect([dc0, ac0, dc1, ac1]).toEqual(typicalCodes);
  }
});

test('steps are within a byte, from 1 on', () => {
  expect(new Set(stepsAt(100).flat())).toEqual(new Set([1]));
  expect(Math.max(...stepsAt(1).flat())).toBe(255);
});
