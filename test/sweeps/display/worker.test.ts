import path from 'node:path';
import { expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { openPool } from '#src/runtimes/processes/pool.js';
import { type DisplayAnswer, displayAnswer } from '#src/sweeps/display/task.js';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

test('the process of a display makes what it is told to, and refuses what is no task', async () => {
  const pool = openPool<object, DisplayAnswer>({
    module: new URL('../../../dist/sweeps/display/worker.js', import.meta.url),
    ...{ workers: 1, answer: displayAnswer },
  });
  const source = path.join(scratch(), 'p.png');
  await savePng(source, picture(8, 6));
  const task = { kind: 'thumbnail', source, side: 4, target: `${source}.webp` };
  const how = { timeLimitSeconds: 200 };
  expect((await pool.ask(task, how)).bytes).toBeGreaterThan(0);
  await expect(pool.ask({ ...task, side: 0 }, how)).rejects.toThrow('side');
  await pool.close();
});
