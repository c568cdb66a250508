import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { formatOfFile } from '#src/optimize/formats/table.js';
import * as schemas from '#src/server/answer-schemas.js';
import { aboutAnswer, problemAnswer } from '#src/server/answer-schemas.js';
import { type Origin, openOrigin, sendsBytes } from '../support/origin.ts';
import { picture } from '../support/photos.ts';
import { scratch, sharedScratch } from '../support/scratch.ts';
import {
  formOf,
  post,
  resolveHere,
  startService,
  type TestedService,
  trusting,
} from '../support/service.ts';

const image = picture(120, 80);
const { bytes: jpeg } = await encode(image, 'jpeg:quality=95');
const png = await encodePng(image);
let origin: Origin;
let service: TestedService;
const folder = sharedScratch();
const at = (name: string): string => `https://shop.test:${origin.port}/${name}`;

beforeAll(async () => {
  origin = await openOrigin();
  const stored = { 'storage-folder': folder, 'storage-url': 'https://cdn.example/p/' };
  service = await startService({ ...trusting(origin), ...stored }, { resolve: resolveHere });
});
afterAll(async () => {
  await service.drain();
  await origin.close();
});

/** The problem that an answer tells of, checked. */
async function problemIn(answer: Response) {
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w.-]+$/);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const told = problemAnswer.parse(await answer.json());
  return { status: answer.status, ...told };
}

describe('POST /optimize', () => {
  const optimize = (body: FormData | object, headers = {}) =>
    post(`${service.url}/optimize`, body, headers);

  test('gives the bytes, and tells all about them in headers', async () => {
    const answer = await optimize(formOf(jpeg, { options: { quality: 50 } }), {
      'x-request-id': 'mine-1',
    });
    expect(answer.status).toBe(200);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(formatOfFile(bytes)).toBe('jpeg');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ 'content-type': 'image/jpeg', 'content-length': `${bytes.length}`, vary: 'Accept' },
      ...{ 'x-original-size': `${jpeg.length}`, 'x-optimized-size': `${bytes.length}` },
      ...{ 'x-original-format': 'jpeg', 'x-optimized-format': 'jpeg', 'x-quality': '50' },
      ...{ 'x-optimization-method': expect.stringMatching(/^\w+$/), 'x-request-id': 'mine-1' },
      'x-metric-score': expect.stringMatching(/^ssimulacra2=\d+\.?\d*$/),
      'x-reduction-percent': `${Number((100 * (1 - bytes.length / jpeg.length)).toFixed(2))}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  test('takes JSON with a URL, and reports in JSON where that is asked for', async () => {
    sendsBytes(origin, '/p.jpg', jpeg);
    const body = { url: `${at('p.jpg')}?token=secret`, optimization: { preset: 'high' } };
    const answer = await optimize(body, { accept: 'application/json' });
    const report = schemas.optimizeAnswer.parse(await answer.json());
    expect(report).toMatchObject({ original_size: jpeg.length, original_format: 'jpeg' });
    expect([report.width, report.height]).toEqual([120, 80]);
    expect(origin.asked.at(-1)!.path).toBe('/p.jpg');
    expect(JSON.stringify(service.lines)).not.toMatch(/secret|token/);
  });

  test('gives the format that Accept names, and never another one', async () => {
    const accept = { accept: 'image/webp' };
    const answer = await optimize(formOf(png), accept);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(answer.headers.get('x-original-format')).toBe('png');
    const kept = await optimize(
      formOf(png, { options: { allow_format_conversion: false } }),
      accept,
    );
    expect(kept.headers.get('content-type')).toBe('image/png');
    const preferred = { options: { preferred_formats: ['jpeg'], preset: 'low' } };
    expect((await optimize(formOf(png, preferred))).headers.get('content-type')).toBe('image/jpeg');
  });

  test.each([
    [{ target: { metric: 'ssimulacra2', value: 60 } }, 'target_reached'],
    [{ max_bytes: 3000 }, 'target_reached'],
    [{ strip_metadata: false, max_reduction: 90 }, 'success'],
    [{ progressive_jpeg: true, png_lossy: false, quality: 40 }, 'success'],
  ])('takes %j', async (options, isTrue) => {
    const answer = await optimize(formOf(jpeg, { options }), { accept: 'application/json' });
    const report = schemas.optimizeAnswer.parse(await answer.json());
    expect(report[isTrue as 'success']).toBe(true);
    if ('max_bytes' in options) expect(report.optimized_size).toBeLessThanOrEqual(3000);
  });

  test('stores the answer in the folder, and tells where', async () => {
    const storage = { provider: 'folder', path: 'products/1.jpg', public: true };
    const answer = await optimize(formOf(jpeg, { storage, options: { quality: 50 } }));
    const report = schemas.optimizeAnswer.parse(await answer.json());
    const file = path.join(folder, 'products/1.jpg');
    expect(readFileSync(file)).toHaveLength(report.optimized_size);
    expect(report.storage).toMatchObject({
      provider: 'folder',
      url: expect.stringMatching(/^file:.*products\/1\.jpg$/),
      public_url: 'https://cdn.example/p/products/1.jpg',
    });
  });

  test.each(['../out.jpg', '/etc/out.jpg', 'a/../../b', 'a\\b', '.hidden', 'a//b', 'x\0y', ''])(
    'stores nothing at %j',
    async (wanted) => {
      const storage = { provider: 'folder', path: wanted };
      const told = await problemIn(await optimize(formOf(jpeg, { storage })));
      expect(told).toMatchObject({ status: 400, error: 'bad_request' });
      expect(told.message).toMatch(/path/);
      expect(existsSync(path.join(folder, '..', 'out.jpg'))).toBe(false);
    },
  );

  test.each([
    [{ qualty: 5 }, /unknown field 'optimization.qualty'/, ['optimization.qualty']],
    [
      { quality: 0 },
      /optimization.quality takes a whole number from 1 to 100/,
      ['optimization.quality'],
    ],
    [
      { quality: '60', max_bytes: -1 },
      /quality.*max_bytes/s,
      ['optimization.quality', 'optimization.max_bytes'],
    ],
    [{ preset: 'most' }, /one of high, medium, low/, ['optimization.preset']],
    [{ quality: 5, preset: 'low' }, /exclude each other/, ['quality', 'preset']],
    [{ target: { metric: 'nope', value: 1 } }, /unknown metric 'nope'/, undefined],
    [{ target: { metric: 'psnr' } }, /target.value takes a number/, ['optimization.target.value']],
    [{ preferred_formats: ['exe'] }, /preferred_formats/, ['optimization.preferred_formats.0']],
  ])('names what is wrong in %j', async (options, message, fields) => {
    const told = await problemIn(await optimize(formOf(jpeg, { options })));
    expect(told).toMatchObject({
      status: 400,
      error: 'bad_request',
      message: expect.stringMatching(message),
    });
    expect(told.fields).toEqual(fields);
  });

  test('refuses what is no picture, a broken one, and an empty one', async () => {
    const text = await optimize(formOf(Buffer.from('hello, this is text')));
    expect(await problemIn(text)).toMatchObject({ status: 415, error: 'unsupported_format' });
    const broken = await optimize(formOf(png.subarray(0, png.length / 2)));
    expect(await problemIn(broken)).toMatchObject({ status: 422, error: 'optimization_failed' });
    const empty = await optimize(formOf(new Uint8Array(0)));
    expect(await problemIn(empty)).toMatchObject({ status: 400, fields: ['file'] });
    const none = await optimize(formOf(null, { options: {} }));
    expect(await problemIn(none)).toMatchObject({ status: 400, fields: ['file'] });
  });
});

describe('POST /estimate', () => {
  const estimate = (body: FormData | object) => post(`${service.url}/estimate`, body);

  test('tells what a picture that is sent would weigh', async () => {
    const answer = await estimate(formOf(jpeg, { preset: 'high' }));
    const told = schemas.estimateAnswer.parse(await answer.json());
    expect(told).toMatchObject({
      ...{ original_size: jpeg.length, original_format: 'jpeg', already_optimized: false },
      ...{ dimensions: { width: 120, height: 80 }, optimization_potential: 'high' },
      ...{ color_type: 'rgb', bit_depth: 8, path: 'exact', confidence: 'high' },
    });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  test('fetches a small picture whole, whatever thumbnail there is', async () => {
    sendsBytes(origin, '/small.png', png);
    const body = { url: at('small.png'), preset: 'low', thumbnail_url: at('none.png') };
    const told = schemas.estimateAnswer.parse(await (await estimate(body)).json());
    expect(told).toMatchObject({ original_size: png.length, original_format: 'png' });
    expect(told.fallback_reason ?? '').not.toMatch(/thumbnail/);
  });

  test('of a large one with a thumbnail it fetches 64 KiB of the original at most', async () => {
    const large = Buffer.concat([jpeg, Buffer.alloc(12_000_000)]);
    sendsBytes(origin, '/large.jpg', large);
    sendsBytes(origin, '/thumb.jpg', (await encode(picture(60, 40), 'jpeg:quality=90')).bytes);
    const body = { url: at('large.jpg'), preset: 'high', thumbnail_url: at('thumb.jpg') };
    origin.sent = 0;
    const told = schemas.estimateAnswer.parse(await (await estimate(body)).json());
    expect(told).toMatchObject({
      ...{ original_size: large.length, path: 'downscale', confidence: 'low' },
      dimensions: { width: 120, height: 80 },
    });
    expect(told.fallback_reason).toMatch(/told by the thumbnail of 60x40/);
    expect(told.fallback_reason).not.toMatch(/already/);
    expect(origin.sent).toBeLessThan(65_536 + 10_000);
    const sized = { ...body, file_size: large.length };
    expect((await estimate(sized)).status).toBe(200);
  });

  test('a format without a codec is made, and the figure is exact', async () => {
    const { bytes } = await encode(image, 'tiff');
    const told = schemas.estimateAnswer.parse(await (await estimate(formOf(bytes))).json());
    expect(told.estimated_optimized_size).toBeLessThanOrEqual(bytes.length);
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- a long comment --><path d="M0 0h9v9z"/></svg>',
    );
    const drawn = schemas.estimateAnswer.parse(await (await estimate(formOf(svg))).json());
    expect(drawn).toMatchObject({
      ...{ original_format: 'svg', path: 'optimized', confidence: 'high' },
      dimensions: { width: 9, height: 9 },
    });
  });

  test('names what is wrong', async () => {
    const told = await problemIn(await estimate(formOf(jpeg, { preset: 'most' })));
    expect(told).toMatchObject({ status: 400, fields: ['preset'] });
    const missing = await problemIn(await estimate({ preset: 'low' }));
    expect(missing).toMatchObject({ status: 400, fields: ['url'] });
    const lost = await problemIn(await estimate({ url: at('gone.jpg') }));
    expect(lost).toMatchObject({ status: 422, error: 'url_fetch_failed' });
    expect(lost.message).toMatch(/the server answered 404/);
  });
});

describe('the rest', () => {
  test('GET /health tells tools and queues, GET /metrics numbers', async () => {
    const health = schemas.healthAnswer.parse(await (await fetch(`${service.url}/health`)).json());
    expect(health).toMatchObject({ status: 'ok', tools: { sharp: true }, draining: false });
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toMatch(/^pareto_requests_total\{route="\/optimize",status="200"\} [1-9]/m);
    expect(text).toMatch(/^pareto_saved_bytes_total [1-9]\d+$/m);
    expect(text).toMatch(/^pareto_request_seconds_bucket\{route="\/estimate",le="\+Inf"\} [1-9]/m);
  });

  test('GET / tells what there is', async () => {
    const told = aboutAnswer.parse(await (await fetch(service.url)).json());
    expect(told.formats).toContain('jpeg');
    expect(told.endpoints).toContain('POST /estimate');
  });

  test.each([
    ['GET', '/nothing', 404, 'not_found', null],
    ['POST', '/nothing', 404, 'not_found', null],
    ['GET', '/optimize', 405, 'method_not_allowed', 'POST, OPTIONS'],
    ['DELETE', '/health', 405, 'method_not_allowed', 'GET, HEAD, OPTIONS'],
    ['GET', '/%zz', 400, 'bad_request', null],
    ['GET', '/optimize/../../etc/passwd', 404, 'not_found', null],
    ['GET', '/__proto__', 404, 'not_found', null],
  ])('%s %s is answered %i', async (method, where, status, error, allow) => {
    const answer = await fetch(`${service.url}${where}`, { method });
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ success: false, error });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  test('HEAD and OPTIONS are answered without a body', async () => {
    const head = await fetch(`${service.url}/health`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await fetch(`${service.url}/optimize`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
    expect((await fetch(`${service.url}/nothing`, { method: 'OPTIONS' })).status).toBe(404);
  });

  test('the description at /docs names every route, and is of OpenAPI 3.1', async () => {
    const described = (await (await fetch(`${service.url}/docs/json`)).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(described.openapi).toBe('3.1.0');
    expect(Object.keys(described.paths).sort()).toEqual(
      ['/', '/estimate', '/health', '/metrics', '/optimize'].sort(),
    );
    const page = await fetch(`${service.url}/docs/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('a key is asked for where one is set, and rates are of those without one', async () => {
    const closed = await startService({ 'api-key': 'secret-key', 'rate-burst': 1 });
    const open = await startService({ 'rate-burst': 2, 'rate-minute': 0, log: false });
    try {
      expect(closed.warnings).toEqual([]);
      const ask = (headers = {}) => post(`${closed.url}/estimate`, { url: 'no' }, headers);
      for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer secret-ke' }]) {
        expect(await problemIn(await ask(headers))).toMatchObject({
          status: 401,
          error: 'unauthorized',
        });
      }
      for (const headers of [
        { 'x-api-key': 'secret-key' },
        { authorization: 'Bearer secret-key' },
      ]) {
        expect((await ask(headers)).status).toBe(400);
      }
      expect((await fetch(`${closed.url}/health`)).status).toBe(200);
      expect(JSON.stringify(closed.lines)).not.toMatch(/secret-ke/);
      // An address that a client claims counts for nothing without a proxy that is named.
      const asked = [1, 2, 3].map((n) =>
        post(`${open.url}/estimate`, { url: 'no' }, { 'x-forwarded-for': `1.2.3.${n}` }),
      );
      const answers = await Promise.all(asked);
      expect(answers.map(({ status }) => status).sort()).toEqual([400, 400, 429]);
      const refused = answers.find(({ status }) => status === 429)!;
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(await problemIn(refused)).toMatchObject({ limit: 2, retry_after: wait });
    } finally {
      await Promise.all([closed.drain(), open.drain()]);
    }
  });

  test('X-Forwarded-For counts behind a proxy that is named', async () => {
    const behind = await startService({ proxy: '127.0.0.1', 'rate-burst': 1 });
    try {
      const ask = (client: string) =>
        post(`${behind.url}/estimate`, { url: 'no' }, { 'x-forwarded-for': client });
      expect((await ask('9.9.9.9, 1.2.3.1')).status).toBe(400);
      expect((await ask('8.8.8.8, 1.2.3.1')).status).toBe(429);
      expect((await ask('9.9.9.9, 1.2.3.2')).status).toBe(400);
    } finally {
      await behind.drain();
    }
  });

  test('settings that make it less safe are warned of, and a taken port is told', async () => {
    expect(service.warnings.join('\n')).toMatch(/no api-key.*private addresses.*shop\.test/s);
    const { port } = new URL(service.url);
    await expect(startService({ port: Number(port) })).rejects.toMatchObject({
      code: 'port-not-free',
    });
    await expect(startService({ port: -1 })).rejects.toThrow(/port takes a whole number/);
  });

  test('a provider of storage comes by a plug-in', async () => {
    const plugin = path.join(scratch(), 'storage.mjs');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      plugin,
      `export const storage = { name: 'memory', async store({ bytes, bucket }) {
         if (bucket === 'full') throw new Error('/secret/path is full');
         return { url: 'memory:' + bytes.length, publicUrl: null }; } };`,
    );
    const other = await startService({ 'storage-plugin': plugin });
    try {
      const ask = (bucket: string) =>
        post(`${other.url}/optimize`, formOf(jpeg, { storage: { provider: 'memory', bucket } }));
      const report = schemas.optimizeAnswer.parse(await (await ask('a')).json());
      expect(report.storage).toEqual({
        ...{ provider: 'memory', url: `memory:${report.optimized_size}`, public_url: null },
      });
      const told = await problemIn(await ask('full'));
      expect(told).toMatchObject({ status: 500, error: 'storage_failed' });
      expect(told.message).not.toMatch(/secret/);
      expect(JSON.stringify(other.lines)).toMatch(/secret/);
    } finally {
      await other.drain();
    }
    await expect(startService({ 'storage-plugin': 'nowhere.mjs' })).rejects.toThrow(
      /plug-in of storage nowhere.mjs/,
    );
  });
});
