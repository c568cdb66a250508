import { expect, test } from 'vitest';
import { displayAnswer, displayTask } from '#src/sweeps/display/task.js';

const sha256 = 'a'.repeat(64);
const target = '/cache/p.png';
const limits = { maxPixels: 1000 };
const tasks = [
  { kind: 'decode', target, codec: 'qoi', settings: {}, bitstreamSha256: sha256, ...limits },
  { kind: 'original', target, path: '/p.png', sha256, crop: null, ...limits },
  { kind: 'thumbnail', target, source: '/p.png', side: 20 },
];

test.each(tasks)('$kind is plain JSON, and complete', (task) => {
  expect(displayTask.parse(JSON.parse(JSON.stringify(task)))).toEqual(task);
  for (const name of Object.keys(task)) {
    expect(displayTask.safeParse({ ...task, [name]: undefined }).success, name).toBe(false);
  }
});

test('sizes are positive, sides and lengths whole', () => {
  const [decode, , thumbnail] = tasks;
  const wrong = [
    { ...decode, maxPixels: 0 },
    { ...thumbnail, side: 0 },
    { ...thumbnail, side: 1.5 },
    { ...thumbnail, kind: 'film' },
  ];
  for (const task of wrong) expect(displayTask.safeParse(task).success).toBe(false);
  expect([1, 0, 1.5].map((bytes) => displayAnswer.safeParse({ bytes }).success)).toEqual([
    ...[true, false, false],
  ]);
});
