import { hash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { type DownloadOptions, downloadFile } from '#src/datasets/download.js';
import { temporaryFolder } from '../support/folders.js';
import { serve } from '../support/server.js';

const content = randomBytes(300_000);
const sha256 = hash('sha256', content);
const quick: DownloadOptions = { backoffSeconds: 0.01 };

/** Answers as a file server does, Range requests with them. */
function send(request: IncomingMessage, response: ServerResponse, file: Buffer = content): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const range = { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` };
  const length = { 'content-length': file.length - start };
  response.writeHead(start > 0 ? 206 : 200, { ...length, ...(start > 0 && range) });
  response.end(file.subarray(start));
}

async function want(urls: readonly string[], files: Record<string, Uint8Array> = {}) {
  const folder = await temporaryFolder(files);
  return { urls, target: path.join(folder, 'sub', 'a.png'), sha256, bytes: content.length };
}

/** `toEqual` takes a second for a few hundred thousand bytes. */
async function expectContent(file: string): Promise<void> {
  expect(Buffer.compare(await readFile(file), content)).toBe(0);
}

test('a file comes whole, with progress, and leaves no part behind', async () => {
  const { url, asked } = await serve((_nth, request, response) => send(request, response));
  const wanted = await want([`${url}/a.png`]);
  const told: number[] = [];
  await downloadFile(wanted, { onProgress: (bytes) => told.push(bytes) });
  await expectContent(wanted.target);
  expect(existsSync(`${wanted.target}.part`)).toBe(false);
  expect(asked).toEqual([{ path: '/a.png', range: undefined }]);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(content.length);
});

test('a part that is there is gone on with', async () => {
  const { url, asked } = await serve((_nth, request, response) => send(request, response));
  const wanted = await want([url], { 'sub/a.png.part': content.subarray(0, 100_000) });
  await downloadFile(wanted, quick);
  await expectContent(wanted.target);
  expect(asked.map(({ range }) => range)).toEqual(['bytes=100000-']);
});

test('a server that knows no ranges starts over', async () => {
  const { url } = await serve((_nth, _request, response) => response.end(content));
  const wanted = await want([url], { 'sub/a.png.part': content.subarray(0, 100_000) });
  await downloadFile(wanted, quick);
  await expectContent(wanted.target);
});

test('a whole part needs no request; a wrong one is got anew', async () => {
  const { url, asked } = await serve((_nth, request, response) => send(request, response));
  const whole = await want([url], { 'sub/a.png.part': content });
  await downloadFile(whole, quick);
  expect(asked).toEqual([]);
  const wrong = await want([url], { 'sub/a.png.part': randomBytes(1000) });
  await downloadFile(wrong, quick);
  await expectContent(wrong.target);
  expect(asked.map(({ range }) => range)).toEqual(['bytes=1000-', undefined]);
  const long = await want([url], { 'sub/a.png.part': randomBytes(content.length + 1) });
  await downloadFile(long, quick);
  await expectContent(long.target);
});

test('a dropped connection is taken up where it broke', async () => {
  const { url, asked } = await serve((nth, request, response) => {
    if (nth > 0) return send(request, response);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 150_000), () => setTimeout(() => response.destroy(), 50));
  });
  const wanted = await want([url]);
  await downloadFile(wanted, quick);
  await expectContent(wanted.target);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.range).toMatch(/^bytes=[1-9]\d*-$/);
});

test('an answer that goes silent is given up, and tried again', async () => {
  const { url, asked } = await serve((nth, request, response) => {
    if (nth > 0) return send(request, response);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000));
  });
  const wanted = await want([url]);
  await downloadFile(wanted, { ...quick, stallSeconds: 0.2 });
  await expectContent(wanted.target);
  expect(asked).toHaveLength(2);
});

test('a server in trouble is asked again, so often', async () => {
  const { url, asked } = await serve((nth, request, response) => {
    if (nth < 2) response.writeHead(503).end('later');
    else send(request, response);
  });
  await downloadFile(await want([url]), quick);
  expect(asked).toHaveLength(3);
  const down = await serve((_nth, _request, response) => response.writeHead(500).end());
  await expect(downloadFile(await want([down.url]), { ...quick, retries: 2 })).rejects.toThrow(
    `${down.url}: HTTP status 500`,
  );
  expect(down.asked).toHaveLength(3);
});

test('what is refused is not asked for again; the next URL is tried', async () => {
  const { url, asked } = await serve((_nth, request, response) => {
    if (request.url === '/gone') response.writeHead(404).end('<html>not here</html>');
    else send(request, response);
  });
  const wanted = await want([`${url}/gone`, `${url}/mirror`]);
  await downloadFile(wanted, quick);
  await expectContent(wanted.target);
  expect(asked.map((each) => each.path)).toEqual(['/gone', '/mirror']);
});

test('a wrong checksum tells both sums and keeps nothing', async () => {
  const other = Buffer.from(content.map((byte) => byte ^ 1));
  const { url, asked } = await serve((_nth, request, response) => send(request, response, other));
  const wanted = await want([url]);
  const failure = downloadFile(wanted, quick);
  await expect(failure).rejects.toThrow(WorkError);
  await expect(failure).rejects.toThrow(
    `${url}: its SHA-256 is ${hash('sha256', other)}, expected ${sha256}`,
  );
  expect(asked).toHaveLength(1);
  expect(existsSync(wanted.target)).toBe(false);
  expect(existsSync(`${wanted.target}.part`)).toBe(false);
});

test('a file of another length is refused', async () => {
  const longer = Buffer.concat([content, content]);
  const { url } = await serve((_nth, request, response) => send(request, response, longer));
  const wanted = await want([url]);
  await expect(downloadFile(wanted, quick)).rejects.toThrow(
    'longer than the 300000 bytes expected',
  );
  expect(existsSync(`${wanted.target}.part`)).toBe(false);
  const short = await serve((_nth, _request, response) => response.end(content.subarray(0, 10)));
  await expect(downloadFile(await want([short.url]), { ...quick, retries: 0 })).rejects.toThrow(
    'cut short at 10 of 300000 bytes',
  );
});

test('no server, no host, no URL: each a reason', async () => {
  const nowhere = await want(['http://127.0.0.1:1/a.png', 'http://no-such-host.invalid/a.png']);
  const failure = downloadFile(nowhere, { ...quick, retries: 1 });
  await expect(failure).rejects.toThrow(/127\.0\.0\.1:1\/a\.png: fetch failed \(/);
  await expect(failure).rejects.toThrow(/no-such-host\.invalid\/a\.png: fetch failed \(/);
  await expect(downloadFile(await want([]), quick)).rejects.toThrow('no URL is known');
});
