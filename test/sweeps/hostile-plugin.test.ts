import { expect, test } from 'vitest';
import { sweep } from '#src/sweeps/sweep.js';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

describeShared('a plugin that misbehaves', () => {
  test('costs its own jobs and not the sweep', async () => {
    const bad = ['fakemsg', 'exit0', 'abort', 'disconnect', 'hang', 'badpic', 'throwproxy'];
    const summary = await sweep({
      codecs: [...bad, 'mutate'],
      plugins: [shared('cases', 'commands', 'hang.js')],
      ...{ dataset: 'sample', limit: 1, crop: '32x32', jobs: 2, maxFailures: 1 },
      ...{ timeLimitSeconds: 3, out: scratch() },
    });
    expect(summary.rd).toMatchObject({ gaveUp: false });
    // raw is in every sweep; it and the last codec go well.
    expect(summary.rd!.failed).toBeGreaterThanOrEqual(bad.length);
    expect(summary.rd!.measured).toBeGreaterThanOrEqual(1);
  });
});
