import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { version } from '#src/base/version.js';
import { loadCodec } from '#src/codecs/table.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';
import { timingMessage } from '#src/sweeps/queue/messages.js';
import { openTimingProcess } from '#src/sweeps/queue/timing-client.js';
import { scratch } from '../../support/scratch.js';

// What runs in the process is src/sweeps/queue/timing-worker.ts.

const messageOf = (configurations: readonly object[]) =>
  timingMessage.parse({
    ...{ version, sweep: 's', dataset: 'set', configurations, images: [], crop: null, threads: 1 },
    ...{ passes: 2, seed: 1, maxPixels: 1e6, lenient: false, timeLimitSeconds: 60 },
  });

test('what would be timed by another engine is not timed, and said', async () => {
  const process = openTimingProcess();
  try {
    const results = path.join(scratch(), 'run');
    const { settings } = configurationOf(await loadCodec('png'), {});
    const how = { results, testbed: 'pi', stop: new AbortController().signal };
    const answer = await process.run(
      messageOf([
        { codec: 'png', settings, identity: 'of another version' },
        { codec: 'no-such-codec', settings: {}, identity: '' },
      ]),
      how,
    );
    expect(answer).toMatchObject({ records: [], testbed: { id: 'pi' } });
    expect(answer!.warnings).toEqual([
      expect.stringMatching(/^png is not timed: here it is .* another was planned$/),
      expect.stringMatching(/^no-such-codec is not timed: /),
    ]);
    expect(existsSync(results)).toBe(false);
  } finally {
    await process.close();
  }
});

test('one that is stopped gives nothing, and leaves its journal for the next', async () => {
  const process = openTimingProcess();
  const results = path.join(scratch(), 'run');
  const how = { results, testbed: 'pi', stop: AbortSignal.abort() };
  expect(await process.run(messageOf([]), how)).toBeNull();
  expect(existsSync(results)).toBe(true);
  await process.close();
});
