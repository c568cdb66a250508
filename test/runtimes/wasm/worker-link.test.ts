import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { startWorker } from '#src/runtimes/wasm/worker-link.js';
import { temporaryFolder } from '../../support/folders.ts';

/** A thread that runs the script. */
async function start(script: string) {
  const folder = await temporaryFolder({ 'worker.mjs': script });
  return startWorker<string, string>(pathToFileURL(path.join(folder, 'worker.mjs')));
}
const echo = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', (job) => {
    if (job === 'end') process.exit(5);
    if (job === 'fail') throw new Error('it broke');
    if (job !== 'wait') parentPort.postMessage('re: ' + job);
  });
  parentPort.postMessage('ready');`;

test('answers come in the order of the requests', async () => {
  const link = await start(echo);
  const jobs = ['a', 'b', 'c'];
  expect(await Promise.all(jobs.map((job) => link.request(job)))).toEqual([
    ...['re: a', 're: b', 're: c'],
  ]);
  await link.terminate();
});

test.each([
  ['end', 'worker thread ended: exit status 5'],
  ['fail', 'worker thread ended: it broke'],
])('a thread that ends fails all that is asked of it: %s', async (job, message) => {
  const link = await start(echo);
  const waiting = link.request('wait');
  await expect(link.request(job)).rejects.toThrow(
    new WorkError(message, { code: 'engine-failed' }),
  );
  await expect(waiting).rejects.toThrow(message);
  await expect(link.request('late')).rejects.toThrow(message);
});

test('terminate fails what is open', async () => {
  const link = await start(echo);
  const waiting = link.request('wait').catch((error: Error) => error.message);
  await link.terminate();
  expect(await waiting).toBe('worker thread ended: exit status 1');
});

test('a thread that never gets ready is told', async () => {
  await expect(start('throw new Error("no such library");')).rejects.toThrow(/no such library/);
});
