import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { sentAnswer } from '#src/optimize/result.js';
import { openPool } from '#src/runtimes/processes/pool.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const module = new URL('../../dist/optimize/worker.js', import.meta.url);

test('the process answers, tells each trial, and passes errors on', async () => {
  const pool = openPool({ module, workers: 1, answer: sentAnswer, serialization: 'advanced' });
  const { bytes: source } = await encode(picture(40, 30), 'jpeg:quality=95');
  const told: unknown[] = [];
  const task = {
    ...{
      source,
      name: 'a.jpg',
      formats: [],
      accept: null,
      preset: 'low',
      goal: null,
      metric: 'ssimulacra2',
    },
    ...{ maxReduction: null, lossyPng: false, keep: [], maxPixels: 1e6 },
  };
  const limits = { timeLimitSeconds: 200, onTold: (each: unknown) => told.push(each) };
  try {
    expect(await pool.ask(task, limits)).toMatchObject({ format: 'jpeg', quality: 80 });
    expect(told[0]).toMatchObject({ format: 'jpeg' });
    const answerFile = path.join(scratch(), 'answer');
    const { bytes, optimizedBytes } = await pool.ask({ ...task, answerFile }, limits);
    expect([bytes, readFileSync(answerFile).length]).toEqual([null, optimizedBytes]);
    const none = { ...task, source: new Uint8Array(9) };
    await expect(pool.ask(none, limits)).rejects.toMatchObject({ code: 'broken-image' });
  } finally {
    await pool.close();
  }
});
