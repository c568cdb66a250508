import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { version } from '#src/base/version.js';
import { loadCodec } from '#src/codecs/table.js';
import { rdKey } from '#src/results/key.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';
import { type UnitAnswer, unitMessage } from '#src/sweeps/queue/messages.js';
import { runUnit } from '#src/sweeps/queue/run-unit.js';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';
import type { RdTask } from '#src/sweeps/rd/task.js';

const sha256 = hash('sha256', 'a picture');

async function taskOf(change: Partial<RdTask> = {}): Promise<RdTask> {
  const { identity, settings } = configurationOf(await loadCodec('png'), {});
  return {
    ...{ key: rdKey(identity, sha256, null), codec: 'png', settings, crop: null },
    image: { name: 'a', path: '/nowhere/a.png', sha256, dataset: 'set' },
    ...{ metrics: [], kept: [], bitstreamSha256: null, maps: false, maxPixels: 1000 },
    ...{ lenient: false, ...change },
  };
}

async function answersTo(
  tasks: readonly RdTask[],
  changes: object = {},
  stop = new AbortController(),
) {
  const unit = unitMessage.parse({ version, sweep: 's', timeLimitSeconds: 9, tasks, ...changes });
  const sent: UnitAnswer['answers'] = [];
  const paths: string[] = [];
  await runUnit(unit, {
    stop: stop.signal,
    obtain: async () => '/here/a.png',
    async run({ image }) {
      paths.push(image.path);
      return { ...emptyOutcome(), bytes: 5 };
    },
    send: async (answers) => {
      sent.push(...answers);
    },
  });
  return { sent, paths };
}

test('a task runs on the picture as it is here', async () => {
  const task = await taskOf();
  const { sent, paths } = await answersTo([task]);
  expect(sent).toMatchObject([{ key: task.key, outcome: { bytes: 5 } }]);
  expect(paths).toEqual(['/here/a.png']);
});

test('another engine, a codec that is not here, and another version of the program are refused', async () => {
  const other = await taskOf({ key: hash('sha256', 'of another engine') });
  const unknown = await taskOf({ codec: 'no-such-codec' });
  const { sent, paths } = await answersTo([other, unknown]);
  expect(sent).toMatchObject([
    { key: other.key, refused: expect.stringContaining('another engine or version: here it is') },
    { key: unknown.key, refused: expect.stringContaining('no-such-codec') },
  ]);
  const { sent: old } = await answersTo([await taskOf()], { version: '0.0.1' });
  expect(old).toMatchObject([{ refused: expect.stringContaining('wanted is 0.0.1') }]);
  expect(paths).toEqual([]);
});

test('one that is told to stop leaves the rest to others', async () => {
  const stop = new AbortController();
  stop.abort();
  expect((await answersTo([await taskOf()], {}, stop)).sent).toEqual([]);
});
