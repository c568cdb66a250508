import { expect, test } from 'vitest';
import { placeLabels } from '#src/page/model/speed-labels.js';

test('labels cover neither each other nor a point; those that must be there are', () => {
  const frame = { x: [0, 1], y: [0, 1], width: 400, height: 300 } as const;
  const crowd = Array.from({ length: 40 }, (_, i) => ({
    ...{ x: (i % 7) / 7, y: (i % 11) / 11, text: `codec-${i}`, first: i === 7 },
  }));
  const positions = placeLabels(crowd, frame);
  expect(positions[7]).not.toBeNull();
  expect(positions.filter((each) => each !== null).length).toBeLessThan(crowd.length);
  expect(placeLabels(crowd.slice(0, 3), frame)).not.toContain(null);
});
