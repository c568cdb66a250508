import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { transfer } from '#src/datasets/transfer.js';
import { scratch } from '../support/scratch.ts';
import { serve } from '../support/server.ts';

const content = Buffer.from('0123456789');

/** A transfer of the ten bytes into a file that holds `there` already. */
function begin(url: string, there = '', stallSeconds = 30) {
  const part = path.join(scratch(), 'part');
  if (there !== '') writeFileSync(part, there);
  const progress: number[] = [];
  const outcome = transfer({
    ...{ url, part, bytes: content.length, stallSeconds },
    onProgress: (bytes) => progress.push(bytes),
  });
  return { part, progress, outcome };
}

test('gets the whole, and tells how much is there', async () => {
  const { url } = await serve((_nth, _request, response) => response.end(content));
  const { part, progress, outcome } = begin(url);
  expect(await outcome).toBeNull();
  expect(readFileSync(part)).toEqual(content);
  expect(progress.at(-1)).toBe(10);
});

test('asks for what is missing alone, and for nothing where all is there', async () => {
  const { url, asked } = await serve((_nth, request, response) => {
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0]);
    response.writeHead(206, { 'content-range': `bytes ${from}-9/10` });
    response.end(content.subarray(from));
  });
  const { part, outcome } = begin(url, '0123');
  expect(await outcome).toBeNull();
  expect(readFileSync(part)).toEqual(content);
  expect(asked).toMatchObject([{ range: 'bytes=4-' }]);
  expect(await begin(url, '0123456789').outcome).toBeNull();
  expect(asked).toHaveLength(1);
});

test('a server that knows no ranges sends all, which takes the place of the part', async () => {
  const { url } = await serve((_nth, _request, response) => response.end(content));
  const { part, outcome } = begin(url, 'xxxx');
  expect(await outcome).toBeNull();
  expect(readFileSync(part)).toEqual(content);
});

test.each([
  [404, false],
  [429, true],
  [503, true],
])('status %i: again %j', async (status, again) => {
  const { url } = await serve((_nth, _request, response) => response.writeHead(status).end());
  expect(await begin(url).outcome).toEqual({ reason: `HTTP status ${status}`, again });
});

test('a part that is no beginning of what the server has is removed', async () => {
  const { url } = await serve((_nth, _request, response) => response.writeHead(416).end());
  const { part, outcome } = begin(url, '0123');
  expect(await outcome).toEqual({ reason: 'HTTP status 416', again: true });
  expect(existsSync(part)).toBe(false);
  const other = await serve((_nth, _request, response) => {
    response.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end(content);
  });
  const second = begin(other.url, '0123');
  expect(await second.outcome).toMatchObject({
    reason: 'asked for bytes from 4 on, got the range bytes 0-9/10',
  });
  expect(existsSync(second.part)).toBe(false);
});

test('a file of another length is told', async () => {
  const long = await serve((_nth, _request, response) => response.end(Buffer.alloc(99)));
  const { part, outcome } = begin(long.url);
  expect(await outcome).toEqual({
    reason: 'the file is longer than the 10 bytes expected',
    again: false,
  });
  expect(existsSync(part)).toBe(false);
  const short = await serve((_nth, _request, response) => response.end('012'));
  expect(await begin(short.url).outcome).toEqual({
    reason: 'cut short at 3 of 10 bytes',
    again: true,
  });
});

test('a server that falls silent has failed', async () => {
  const { url } = await serve((_nth, _request, response) => void response.write('01'));
  const failure = await begin(url, '', 0.2).outcome;
  expect(failure).toMatchObject({ again: true });
  expect(failure!.reason).toContain('nothing came for 0.2 seconds');
});
