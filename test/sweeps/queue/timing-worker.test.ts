import { expect, test } from 'vitest';
import { version } from '#src/base/version.js';
import { openPool } from '#src/runtimes/processes/pool.js';
import { timingAnswer } from '#src/sweeps/queue/messages.js';
import type { TimingQuestion } from '#src/sweeps/queue/timing-client.js';

test('the process that times answers with a testbed, and refuses what is no message', async () => {
  const pool = openPool<TimingQuestion, object>({
    module: new URL('../../../dist/sweeps/queue/timing-worker.js', import.meta.url),
    ...{ workers: 1, answer: timingAnswer.omit({ worker: true }) },
  });
  try {
    const message = {
      ...{ version, sweep: 's', dataset: 'set', configurations: [], images: [], crop: null },
      ...{ threads: 1, passes: 2, seed: 1, maxPixels: 9, lenient: false, timeLimitSeconds: 9 },
    };
    const question = { message, results: '/nowhere', testbed: 'pi' };
    const answer = await pool.ask(question, { timeLimitSeconds: 100 });
    expect(answer).toMatchObject({ records: [], warnings: [], testbed: { id: 'pi' } });
    const wrong = { ...question, message: { ...message, threads: 'many' } } as unknown;
    await expect(pool.ask(wrong as TimingQuestion, { timeLimitSeconds: 100 })).rejects.toThrow();
  } finally {
    await pool.close();
  }
});
