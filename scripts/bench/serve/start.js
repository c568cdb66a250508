import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { residentOf } from '../resize/run.js';

/**
 * A service that runs in a process of its own.
 * @typedef {object} Hosted
 * @property {string} url
 * @property {() => Promise<number>} stall milliseconds that its event loop was late at most since the last call
 * @property {() => number} resident MiB that it and all its processes hold now
 * @property {() => Promise<unknown>} health what GET /health tells; null where it does not within ten seconds
 * @property {() => boolean} isAlive
 * @property {() => Promise<void>} end
 */

/**
 * Starts a service without limits of rates.
 * @param {Record<string, unknown>} settings
 * @returns {Promise<Hosted>}
 */
export async function startHosted(settings = {}) {
  const given = { port: 0, log: false, 'rate-minute': 0, 'rate-burst': 0, ...settings };
  const host = fork(fileURLToPath(new URL('./host.js', import.meta.url)), [JSON.stringify(given)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = await once(host, 'message');
  return {
    url,
    async stall() {
      host.send('stall');
      const [{ stallMilliseconds }] = await once(host, 'message');
      return stallMilliseconds;
    },
    resident: () => residentOf(process.pid) / 1024,
    async health() {
      try {
        const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    },
    isAlive: () => host.exitCode === null && host.signalCode === null,
    async end() {
      if (host.exitCode !== null || host.signalCode !== null) return;
      const closed = once(host, 'close');
      host.send('end');
      await closed;
    },
  };
}

/**
 * POST of a picture as multipart.
 * @param {string} url
 * @param {Uint8Array} bytes
 * @param {Readonly<Record<string, string>>} fields
 */
export async function postPicture(url, bytes, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]), 'picture');
  const start = performance.now();
  const answer = await fetch(url, { method: 'POST', body: form });
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, body, milliseconds: performance.now() - start };
}
