import { once } from 'node:events';
import { createServer } from 'node:http';
import { quantile } from '../../../dist/base/statistics.js';
import { postPicture, startHosted } from './start.js';

/** @typedef {import('../report.js').Figure} Figure */

const tries = 40;

/**
 * POST /estimate of one JPEG, one after the other: sent, and by its URL.
 * @param {Buffer} bytes
 */
export async function estimateLarge(bytes) {
  const { file, renew } = renewable(bytes);
  return withOrigin({ '/a.jpg': file }, async (origin, service) => {
    const sent = [];
    const fetched = [];
    for (let n = -2; n < tries; n++) {
      renew();
      const answer = await postPicture(`${service.url}/estimate`, file, { preset: 'medium' });
      renew();
      const byUrl = await postJson(`${service.url}/estimate`, {
        ...{ url: `${origin.url}/a.jpg`, preset: 'medium' },
      });
      for (const { status, body } of [answer, byUrl]) {
        if (status !== 200) throw new Error(`answered ${status}: ${body.toString().slice(0, 300)}`);
      }
      // The first two start processes.
      if (n >= 0) {
        sent.push(answer.milliseconds);
        fetched.push(byUrl.milliseconds);
      }
    }
    return { bytes: bytes.length, sent, fetched };
  });
}

/**
 * POST /estimate of a large JPEG by its URL, with a thumbnail.
 * @param {Buffer} bytes
 * @param {Buffer} thumbnail
 */
export async function estimateHead(bytes, thumbnail) {
  const { file, renew } = renewable(bytes);
  return withOrigin({ '/a.jpg': file, '/thumbnail.jpg': thumbnail }, async (origin, service) => {
    const milliseconds = [];
    for (let n = -2; n < tries; n++) {
      renew();
      const answer = await postJson(`${service.url}/estimate`, {
        ...{ url: `${origin.url}/a.jpg`, thumbnail_url: `${origin.url}/thumbnail.jpg` },
        preset: 'medium',
      });
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body}`);
      if (n >= 0) milliseconds.push(answer.milliseconds);
    }
    const most = Math.ceil((origin.sent.get('/a.jpg') ?? 0) / (tries + 2));
    return { bytes: bytes.length, fetchedBytes: most, milliseconds };
  });
}

/**
 * A JPEG with a number in a comment: a file that is asked about twice in a row is decoded once.
 * @param {Buffer} bytes
 */
function renewable(bytes) {
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 0, 0, 0, 0]);
  const file = Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
  let count = 0;
  return { file, renew: () => void file.writeUInt32BE(++count, 6) };
}

/**
 * @param {import('./journal.js').Journal} journal
 * @returns {Figure[]}
 */
export function estimateFigures(journal) {
  /** @type {Figure[]} */
  const figures = [];
  const last = journal.of('estimate').at(-1);
  for (const way of last === undefined ? [] : /** @type {const} */ (['sent', 'fetched'])) {
    const [half, most] = [quantile(last[way], 0.5), quantile(last[way], 0.95)];
    figures.push({
      what: `estimate: a JPEG of ${(last.bytes / 1e6).toFixed(1)} MB that is ${way}, ${last[way].length} times`,
      value: `median ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms`,
      ...{ bound: 'below 500 and 2,000 ms', holds: half < 500 && most < 2000 },
    });
  }
  const head = journal.of('head').at(-1);
  if (head !== undefined) {
    figures.push({
      what: `head: of a JPEG of ${(head.bytes / 1e6).toFixed(1)} MB with a thumbnail, median ${quantile(head.milliseconds, 0.5).toFixed(0)} ms`,
      value: `${head.fetchedBytes} bytes fetched`,
      ...{ bound: 'at most 65,536', holds: head.fetchedBytes <= 65_536 },
    });
  }
  return figures;
}

/**
 * A server on this machine that knows ranges and counts what it sends, and a service that may fetch from it.
 * @template T
 * @param {Readonly<Record<string, Buffer>>} files
 * @param {(origin: { url: string, sent: Map<string, number> }, service: import('./start.js').Hosted) => Promise<T>} work
 */
async function withOrigin(files, work) {
  /** @type {Map<string, number>} */
  const sent = new Map();
  const server = createServer((request, response) => {
    const name = request.url ?? '';
    const bytes = files[name];
    if (bytes === undefined) return void response.writeHead(404).end();
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first ?? 0);
    const part = bytes.subarray(from, last === undefined ? bytes.length : Number(last) + 1);
    sent.set(name, (sent.get(name) ?? 0) + part.length);
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': part.length,
      ...(first !== undefined && {
        'content-range': `bytes ${from}-${from + part.length - 1}/${bytes.length}`,
      }),
    });
    response.end(part);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const service = await startHosted({
    ...{ 'fetch-http': true, 'fetch-ports': [`${port}`], 'fetch-private': ['127.0.0.1'] },
  });
  try {
    return await work({ url: `http://127.0.0.1:${port}`, sent }, service);
  } finally {
    await service.end();
    server.closeAllConnections();
    server.close();
  }
}

/** @param {string} url @param {object} asked */
async function postJson(url, asked) {
  const start = performance.now();
  const answer = await fetch(url, {
    ...{ method: 'POST', body: JSON.stringify(asked) },
    headers: { 'content-type': 'application/json' },
  });
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, body, milliseconds: performance.now() - start };
}
