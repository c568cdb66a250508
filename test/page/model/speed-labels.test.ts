import { expect, test } from 'vitest';
import { placeLabels } from '#src/page/model/speed-labels.js';

test('labels cover neither each other nor a point, and where there is no room there is none', () => {
  const frame = { x: [0, 1], y: [0, 1], width: 400, height: 300 } as const;
  const crowd = Array.from({ length: 40 }, (_, i) => ({
    ...{ x: (i % 7) / 7, y: (i % 11) / 11, text: `codec-${i}`, first: i === 0 },
  }));
  const positions = placeLabels(crowd, frame);
  expect(positions.filter((each) => each !== null).length).toBeLessThan(crowd.length);
  expect(placeLabels(crowd.slice(0, 3), frame)).not.toContain(null);
});

test('a label stands beside error bars where it can, and on one where it must', () => {
  const frame = { x: [0, 1], y: [0, 1], width: 400, height: 300 } as const;
  const bars = { left: 0.2, right: 0.2, down: 0, up: 0 };
  const point = { x: 0.5, y: 0.5, text: 'codec', first: true };
  const over = { x: 0.55, y: 0.5 + 13 / 300, text: '', first: false, bars };
  expect(placeLabels([point], frame)[0]).toBe('top right');
  expect(placeLabels([point, over], frame)[0]).toBe('bottom right');
  const flat = { ...frame, y: [0.47, 0.53] as const, height: 26 };
  expect(placeLabels([{ ...point, bars: { ...bars, up: 9, down: 9 } }], flat)[0]).not.toBeNull();
});
