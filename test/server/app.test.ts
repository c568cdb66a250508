import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdmission } from '#src/server/admission.js';
import { addErrors } from '#src/server/answer-errors.js';
import { addRoutes } from '#src/server/app.js';
import type { Context } from '#src/server/context.js';
import { createCounters } from '#src/server/counters.js';
import { createEndings } from '#src/server/endings.js';
import { fetchHead, fetchPicture } from '#src/server/fetch/fetch-picture.js';
import { openFetcher } from '#src/server/fetch/fetcher.js';
import { schemaOf } from '#src/server/openapi.js';
import { addPage } from '#src/server/page.js';
import { demandFormat, jsonField, readIncoming } from '#src/server/picture-in.js';
import { addPlugins } from '#src/server/plugins.js';
import { problem } from '#src/server/problem.js';
import { readSettings } from '#src/server/read-settings.js';
import { answerEstimate } from '#src/server/routes/estimate.js';
import { answerHealth, answerMetrics } from '#src/server/routes/health.js';
import { answerOptimize } from '#src/server/routes/optimize.js';
import { openStorage, store } from '#src/server/storage/providers.js';
import { fileTooLarge, mostBodyBytes, readUpload } from '#src/server/upload.js';
import { openWork } from '#src/server/work/work.js';
import { type Origin, openOrigin, sendsBytes } from '../support/origin.ts';
import { resolveHere, trusting } from '../support/service.ts';

let origin: Origin;
let context: Context;
const endings = createEndings();
beforeAll(async () => {
  origin = await openOrigin();
  const settings = readSettings({
    flags: { ...trusting(origin), log: false, 'max-file': 2000, 'loop-seconds': 600 },
  });
  context = {
    ...{ settings, work: openWork(settings), counters: createCounters(), tools: { svgo: true } },
    fetcher: await openFetcher(settings, resolveHere),
    storage: await openStorage(settings),
    isDraining: () => false,
    ...{ signalOf: endings.signalOf, atEnd: endings.atEnd },
    ...{ keepPlace: endings.keepPlace, leavePlace: endings.leavePlace },
  };
});
afterAll(async () => {
  await context.work.close();
  await origin.close();
});

test('every route has its schema, and every answer the headers', async () => {
  const app = fastify();
  await addRoutes(app, context, endings);
  for (const url of ['/', '/health', '/metrics', '/docs/json', '/try.js', '/try.css']) {
    const answer = await app.inject({ url });
    expect([url, answer.statusCode]).toEqual([url, 200]);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
  const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self';/,
  );
  // Nothing of it is from elsewhere.
  expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(schemaOf('optimize', { ...context.settings, 'api-key': 'k' })).toHaveProperty('security');
  expect(schemaOf('health', { ...context.settings, 'api-key': 'k' })).not.toHaveProperty(
    'security',
  );
  await app.close();
});

test('parts of the application stand alone', async () => {
  const app = fastify();
  addErrors(app, context);
  await addPlugins(app, context.settings);
  addPage(app, { ...context.settings, page: false });
  const admit = createAdmission(app, context);
  app.post(
    '/work',
    { onRequest: (request) => admit(request, context.work.gates.optimize) },
    () => 1,
  );
  app.get('/own', () => {
    throw problem('url_fetch_failed', 'told');
  });
  app.get('/other', () => {
    throw new Error('secret');
  });
  expect((await app.inject({ url: '/try.js' })).statusCode).toBe(404);
  expect((await app.inject({ url: '/own' })).json()).toMatchObject({ error: 'url_fetch_failed' });
  const hidden = await app.inject({ url: '/other' });
  expect(hidden.statusCode).toBe(500);
  expect(hidden.body).not.toMatch(/secret/);
  const large = {
    method: 'POST',
    url: '/work',
    payload: 'x'.repeat(mostBodyBytes(context.settings) + 1),
  } as const;
  expect((await app.inject(large)).statusCode).toBe(413);
  await app.close();
});

describe('a request that ends', () => {
  const begun = () => {
    const raw = Object.assign(new EventEmitter(), { writableFinished: false });
    const request = {} as FastifyRequest;
    const own = createEndings();
    own.begin(request, { raw } as unknown as FastifyReply);
    return { raw, request, own };
  };

  test('gives back what it held, and says so where its client has gone', () => {
    const { raw, request, own } = begun();
    const signal = own.signalOf(request);
    let given = 0;
    const giveBack = (): void => {
      given += 1;
    };
    own.atEnd(request, giveBack);
    expect([own.open, signal.aborted]).toEqual([1, false]);
    raw.emit('close');
    expect([own.open, signal.aborted, given]).toEqual([0, true, 1]);
    own.atEnd(request, giveBack);
    expect([given, own.signalOf(request).aborted]).toEqual([2, true]);
  });

  test('after its answer ends nothing; the end of the service ends all', () => {
    const { raw, request, own } = begun();
    const signal = own.signalOf(request);
    raw.writableFinished = true;
    raw.emit('close');
    expect(signal.aborted).toBe(false);
    const other = begun();
    const otherSignal = other.own.signalOf(other.request);
    other.own.abortAll();
    expect(otherSignal.reason).toMatchObject({ problem: { name: 'service_overloaded' } });
  });
});

describe('what is fetched of a picture', () => {
  const signal = new AbortController().signal;
  const at = (path: string): string => `https://shop.test:${origin.port}${path}`;
  const head = (path: string, needs: number) =>
    fetchHead(context, {
      ...{ url: at(path), claimedBytes: null, fromBytes: 100_000, signal },
      async read(bytes) {
        if (bytes.length < needs) throw new Error('more');
        return bytes.length;
      },
    });

  test('is its head, grown until it tells the size, and no more than 64 KiB', async () => {
    sendsBytes(origin, '/big', Buffer.alloc(200_000, 1));
    origin.sent = 0;
    expect(await head('/big', 20_000)).toMatchObject({ totalBytes: 200_000, found: 24_576 });
    expect(origin.sent).toBe(24_576);
    origin.sent = 0;
    expect(await head('/big', 70_000)).toMatch(
      /its first 65536 bytes do not tell its size \(more\)/,
    );
    expect(origin.sent).toBe(65_536);
  });

  test('is the whole where it is small, or the server sends no parts', async () => {
    sendsBytes(origin, '/small', Buffer.alloc(1000));
    expect(await head('/small', 1)).toBe('the picture is small');
    origin.answers.set('/refused', (_, response) => response.writeHead(416).end());
    expect(await head('/refused', 1)).toBe('the server refuses to send a part');
    const request = {} as FastifyRequest;
    expect(await fetchPicture(request, context, at('/small')).catch(String)).toMatch(/went away/);
  });
});

test('fields of a form are JSON where they are to be', () => {
  const fields = new Map([['options', '{"a":1}']]);
  expect(jsonField(fields, 'options', 'optimization')).toEqual({ optimization: { a: 1 } });
  expect(jsonField(fields, 'storage')).toEqual({});
  expect(() => demandFormat(Buffer.from('text'))).toThrow(/known format/);
  expect(fileTooLarge(5).message).toMatch(/at most 5 bytes/);
});

test('health is degraded by a tool that is gone; numbers are text', async () => {
  expect(answerHealth({ ...context, tools: { gone: true } }).status).toBe('degraded');
  expect(answerHealth(context).status).toBe('ok');
  expect(answerMetrics(context)).toMatch(/^pareto_optimize_active 0$/m);
});

test('a provider that fails is told as such, its own problems as they are', async () => {
  expect(() => context.storage.demand({ provider: 'folder', public: false })).toThrow(
    /without storage/,
  );
  const failing = (error: Error) => ({ name: 'x', store: () => Promise.reject(error) });
  const request = {} as Parameters<typeof store>[1];
  await expect(store(failing(new Error('disk')), request)).rejects.toMatchObject({
    problem: { name: 'storage_failed' },
    cause: { message: 'disk' },
  });
  const own = problem('bad_request', 'mine');
  await expect(store(failing(own), request)).rejects.toBe(own);
});

test('the handlers are functions of the request alone', () => {
  // Real requests to them are in service.test.ts and attacks.test.ts.
  expect([answerOptimize, answerEstimate, readIncoming, readUpload].map((f) => typeof f)).toEqual(
    Array(4).fill('function'),
  );
});
