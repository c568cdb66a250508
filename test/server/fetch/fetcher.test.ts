import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fetcher, openFetcher } from '#src/server/fetch/fetcher.js';
import { readSettings } from '#src/server/read-settings.js';
import { type Origin, openOrigin, sendsBytes } from '../../support/origin.ts';
import { resolveHere, trusting } from '../../support/service.ts';

let origin: Origin;
let fetcher: Fetcher;
const at = (path: string): string => `https://shop.test:${origin.port}${path}`;
const signal = new AbortController().signal;
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

beforeAll(async () => {
  origin = await openOrigin();
  const flags = { ...trusting(origin), 'fetch-seconds': 2, 'fetch-redirects': 3 };
  fetcher = await openFetcher(readSettings({ flags }), resolveHere);
  sendsBytes(origin, '/a', bytes);
});
afterAll(() => origin.close());

const get = (path: string, maxBytes = 2000, range?: readonly [number, number]) =>
  fetcher.fetch(at(path), { maxBytes, range, signal });

describe('a fetch', () => {
  test('gives the bytes, and a part where one is asked for', async () => {
    expect(await get('/a')).toEqual({ bytes, totalBytes: 1000, isPart: false });
    const part = await get('/a', 2000, [10, 19]);
    expect(part).toEqual({ bytes: bytes.subarray(10, 20), totalBytes: 1000, isPart: true });
  });

  test('reads no more of a whole than the part that was asked for', async () => {
    origin.answers.set('/whole', (_, response) => response.writeHead(200).end(bytes));
    const { bytes: got, isPart } = await get('/whole', 2000, [0, 99]);
    expect([got.length, isPart]).toEqual([100, false]);
  });

  test('follows redirects, as many as it may', async () => {
    const leads = (from: string, location: string) =>
      origin.answers.set(from, (_, response) => response.writeHead(301, { location }).end());
    leads('/1', '/2');
    leads('/2', `https://thumbs.test:${origin.port}/3`);
    leads('/3', '/a');
    expect((await get('/1')).bytes).toEqual(bytes);
    leads('/0', '/1');
    await expect(get('/0')).rejects.toThrow('there are more than 3 redirects');
    leads('/out', 'https://192.168.0.1/');
    await expect(get('/out')).rejects.toMatchObject({ problem: { name: 'ssrf_blocked' } });
    origin.answers.set('/nowhere', (_, response) => response.writeHead(302).end());
    await expect(get('/nowhere')).rejects.toThrow(/302 without a location/);
  });

  test('counts bytes while they come, whatever the server says of their count', async () => {
    await expect(get('/a', 999)).rejects.toMatchObject({ problem: { name: 'file_too_large' } });
    origin.answers.set('/endless', (_, response) => {
      response.writeHead(200);
      const more = (): void => void (response.writable && response.write(bytes, more));
      more();
      response.on('close', () => response.end());
    });
    await expect(get('/endless')).rejects.toMatchObject({ problem: { name: 'file_too_large' } });
  });

  test('asks for no compression and takes none', async () => {
    origin.answers.set('/gzip', (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      expect(request.headers.accept).toMatch(/^image\/avif,image\/webp/);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    });
    await expect(get('/gzip')).rejects.toThrow(/compressed its answer/);
  });

  test('refuses headers without end, and the wrong part', async () => {
    origin.answers.set('/headers', (_, response) => {
      for (let i = 0; i < 400; i++) response.setHeader(`x-${i}`, 'a'.repeat(90));
      response.end(bytes);
    });
    await expect(get('/headers')).rejects.toMatchObject({ problem: { name: 'url_fetch_failed' } });
    origin.answers.set('/other', (_, response) =>
      response.writeHead(206, { 'content-range': 'bytes 5-9/1000' }).end('12345'),
    );
    await expect(get('/other', 2000, [0, 4])).rejects.toThrow(/another part/);
  });

  test('one budget of seconds is for all of it', async () => {
    origin.answers.set('/slow', (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 100);
      response.on('close', () => clearInterval(timer));
    });
    const budget = fetcher.budget(signal);
    const slow = fetcher.fetch(at('/slow'), { maxBytes: 2000, signal: budget.signal });
    await expect(slow).rejects.toThrow('not fetched after 2 s');
    budget.end();
  });

  test('ends when nobody waits any more, and its connection with it', async () => {
    const gone = new AbortController();
    const closed = new Promise<void>((resolve) => {
      origin.answers.set('/silent', (request) => {
        gone.abort(new Error('gone'));
        void once(request.socket, 'close').then(() => resolve());
      });
    });
    const silent = fetcher.fetch(at('/silent'), { maxBytes: 2000, signal: gone.signal });
    await expect(silent).rejects.toThrow('gone');
    await closed;
  });

  test('trusts no certificate of an authority that it does not know', async () => {
    const flags = { ...trusting(origin), 'fetch-ca': '' };
    const strict = await openFetcher(readSettings({ flags }), resolveHere);
    await expect(strict.fetch(at('/a'), { maxBytes: 2000, signal })).rejects.toThrow(
      /could not be fetched: .*(?:CERT|SELF_SIGNED|UNABLE)/,
    );
  });
});
