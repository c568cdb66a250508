import { expect, test } from 'vitest';
import { readAnimation } from '#src/image/files/animation.js';
import { showsSameFrames } from '#src/optimize/animation.js';
import { formatOfFile } from '#src/optimize/formats/table.js';
import { animatedGif } from '../animations.ts';
import { factsOf, runTrials } from './source.ts';

test('frames, delays and repeats stay in every trial; without loss samples too', async () => {
  const file = await animatedGif();
  expect(await factsOf(file)).toMatchObject({ frames: 4 });
  const made = await runTrials(file, 'gif');
  expect(Object.keys(made)).toEqual(expect.arrayContaining(['cgif', 'cgif-lossy', 'strip']));
  const before = await readAnimation(file);
  for (const [id, bytes] of Object.entries(made)) {
    if (bytes === null) continue;
    expect(formatOfFile(bytes)).toBe('gif');
    expect(await readAnimation(bytes), id).toEqual(before);
    if (!id.endsWith('lossy')) expect(await showsSameFrames(file, bytes), id).toBe(true);
  }
});

test('a harder preset leaves fewer bytes', async () => {
  const file = await animatedGif();
  const [low, high] = await Promise.all(
    (['low', 'high'] as const).map((preset) => runTrials(file, 'gif', { preset })),
  );
  expect(high!['cgif-lossy']!.length).toBeLessThanOrEqual(low!['cgif-lossy']!.length);
});

test('colours of a still stay where they must', async () => {
  const still = (await runTrials(await animatedGif(1), 'gif', { lossyPng: false })) ?? {};
  expect(Object.keys(still)).not.toContain('cgif-lossy');
});
