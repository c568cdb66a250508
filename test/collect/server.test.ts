import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCollect } from '#src/collect/collect.js';
import { postBounds, tokenHeader } from '#src/collect/contract.js';
import { generator } from '../support/random.ts';
import { scratch } from '../support/scratch.ts';
import { phone, rdOf, timingOf } from './records.ts';
import { smallOptions, smallPlan } from './support.ts';

const plan = await smallPlan();

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server with a folder of results, and a client that sets every header itself. */
async function open() {
  const out = path.join(scratch(), 'results');
  const warnings: string[] = [];
  const site = { out, port: 0, lan: false, warn: (text: string) => void warnings.push(text) };
  const server = await openCollect(smallOptions, site);
  onTestFinished(() => server.close());
  const [, port, token] = /^http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+)$/.exec(server.urls[0]!)!;
  const host = `127.0.0.1:${port}`;
  const right = { host, origin: `http://${host}`, [tokenHeader]: token! };
  const ask = (
    method: string,
    target: string,
    headers: Record<string, string> = right,
    body?: string | Uint8Array,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      const call = httpRequest(
        { ...{ port, method, headers }, host: '127.0.0.1', path: target, agent: false },
        (got) => {
          let text = '';
          got.setEncoding('utf8');
          got.on('data', (part) => {
            text += part;
          });
          got.on('end', () =>
            resolve({ status: got.statusCode!, headers: got.headers, body: text }),
          );
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  const post = (lines: unknown, headers: Record<string, string> = right) =>
    ask('POST', '/records', headers, typeof lines === 'string' ? lines : JSON.stringify(lines));
  const files = (): string[] =>
    existsSync(out)
      ? readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
          /\.json/.test(name),
        )
      : [];
  return { ask, post, right, files, out, warnings };
}

test('the page, its scripts, kernels and modules are given out, isolated and with a policy', async () => {
  const { ask } = await open();
  for (const [target, type] of [
    ['/', 'text/html'],
    ['/main.js', 'text/javascript'],
    ['/worker.js', 'text/javascript'],
    ['/main.css', 'text/css'],
    ['/kernels/ssim.wasm', 'application/wasm'],
    ['/assets/icodec/qoi-enc.wasm', 'application/wasm'],
    ['/assets/icodec/qoi-dec.js', 'text/javascript'],
    ['/assets/@cornerstonejs/codec-charls/wasm', 'application/wasm'],
  ] as const) {
    const { status, headers, body } = await ask('GET', target);
    expect([target, status]).toEqual([target, 200]);
    expect(headers['content-type']).toContain(type);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body.length).toBeGreaterThan(100);
  }
  const page = await ask('GET', '/');
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
});

test('nothing else is given out', async () => {
  const { ask } = await open();
  for (const target of [
    '/../package.json',
    '/kernels/../../package.json',
    '/%2e%2e/package.json',
    '/assets/../../package.json',
    '/assets/sharp/package.json',
    '/assets/icodec/../../package.json',
    `/pictures/${'0'.repeat(64)}`,
    '/pictures/../job',
    '/records/x',
  ]) {
    const { status, body } = await ask('GET', target);
    expect([target, status]).toEqual([target, 404]);
    expect(body).not.toContain('paretobench');
  }
  expect((await ask('PUT', '/job')).status).toBe(405);
  expect((await ask('GET', '/records')).status).toBe(405);
});

test('the job and the pictures go to who has the token', async () => {
  const { ask, right } = await open();
  const job = await ask('GET', '/job');
  expect(JSON.parse(job.body)).toEqual(plan.job);
  const picture = await ask('GET', `/pictures/${plan.job.images[0]!.sha256}`);
  expect(picture.body).toMatch(/^P7\nWIDTH 64\nHEIGHT 64\n/);
  const { [tokenHeader]: token, ...without } = right;
  for (const target of ['/job', `/pictures/${plan.job.images[0]!.sha256}`]) {
    expect((await ask('GET', target, without)).status).toBe(403);
    expect((await ask('GET', `${target}?token=${token}`, without)).status).toBe(403);
  }
});

test('records of rates and times and a testbed are written, once each', async () => {
  const { post, files, out } = await open();
  const lines = [rdOf(plan), rdOf(plan, 2), timingOf(plan), phone];
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const first = await post(body);
  expect([first.status, JSON.parse(first.body)]).toEqual([
    200,
    { written: 3, known: 0, refused: [] },
  ]);
  expect(files().sort()).toEqual([
    'rd/sample/jpegls.jsonl',
    'rd/sample/qoi.jsonl',
    'testbeds/phone.json',
    'timing/phone/sample/qoi.jsonl',
  ]);
  const again = await post(body);
  expect(JSON.parse(again.body)).toEqual({ written: 0, known: 3, refused: [] });
  expect(readFileSync(path.join(out, 'rd/sample/qoi.jsonl'), 'utf8').split('\n')).toHaveLength(2);
});

test('a record that differs from the stored one of its key is refused', async () => {
  const { post, out } = await open();
  await post(rdOf(plan));
  const file = path.join(out, 'rd/sample/qoi.jsonl');
  const before = readFileSync(file, 'utf8');
  const other = await post({ ...rdOf(plan), bitstreamSha256: 'f'.repeat(64) });
  expect(other.status).toBe(422);
  expect(other.body).toContain('stored otherwise');
  expect((await post({ ...rdOf(plan), metrics: { psnr: 99 } })).status).toBe(422);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a testbed of other hardware under a name that is taken is refused', async () => {
  const { post } = await open();
  expect((await post(phone)).status).toBe(200);
  const other = { ...phone, hardware: { ...phone.hardware, cores: 4 } };
  const { status, body } = await post(other);
  expect(status).toBe(422);
  expect(body).toContain('give it another name');
});

test('wrong token, host, origin or site: nothing is written', async () => {
  const { post, files, right } = await open();
  const line = rdOf(plan);
  const { [tokenHeader]: token, ...without } = right;
  const { origin: _origin, ...noOrigin } = right;
  for (const headers of [
    without,
    { ...right, [tokenHeader]: '' },
    { ...right, [tokenHeader]: `${token}x` },
    { ...right, [tokenHeader]: token!.slice(1) },
    { ...right, [tokenHeader]: token!.toUpperCase() },
    noOrigin,
    { ...right, origin: 'null' },
    { ...right, origin: 'http://evil.example' },
    { ...right, origin: `https://${right.host}` },
    { ...right, origin: `${right.origin}.evil.example` },
    { ...right, 'sec-fetch-site': 'cross-site' },
    { ...right, 'sec-fetch-site': 'same-site' },
  ]) {
    expect((await post(line, headers)).status).toBe(403);
  }
  for (const host of [
    'evil.example',
    'evil.example:80',
    `${right.host}.evil.example`,
    '127.0.0.1',
  ]) {
    const headers = { ...right, host, origin: `http://${host}` };
    expect((await post(line, headers)).status).toBe(421);
  }
  expect(files()).toEqual([]);
});

test('too much, too many, and what is no JSON line: nothing is written', async () => {
  const { ask, post, files, right } = await open();
  const one = JSON.stringify(rdOf(plan));
  expect((await post('')).status).toBe(400);
  expect((await post('{')).status).toBe(400);
  expect((await post(`${one}\n{`)).status).toBe(400);
  expect((await ask('POST', '/records', right, Uint8Array.of(0xff, 0xfe))).status).toBe(400);
  expect((await post(`${one}\n`.repeat(postBounds.lines + 1))).status).toBe(400);
  const large = 'x'.repeat(postBounds.bytes + 1);
  const refused = await post(large, { ...right, 'content-length': String(large.length) }).catch(
    () => null,
  );
  expect(refused === null || refused.status === 413).toBe(true);
  const chunked = await post(large).catch(() => null);
  expect(chunked === null || chunked.status === 413).toBe(true);
  // One wrong line, and none of its company is taken.
  expect((await post(`${one}\n{"kind":"rd"}`)).status).toBe(422);
  expect(files()).toEqual([]);
});

test('lines with anything in any place are refused without a crash, and write nothing', async () => {
  const { post, files, warnings } = await open();
  const random = generator(19);
  const odd: unknown[] = [
    ...['<script>alert(1)</script>', '../../etc/passwd', '\u0000', '\u202e', 'x'.repeat(100_000)],
    ...[null, [], {}, { toString: 1 }, -1, 1e308, 0.5, true, ['__proto__'], { constructor: null }],
  ];
  const pick = (count: number) => Math.floor(random() * count);
  for (let i = 0; i < 150; i++) {
    const line = structuredClone([rdOf(plan), timingOf(plan), phone][i % 3]) as unknown as Record<
      string,
      unknown
    >;
    // Fields that decide where a line goes or whether it is one at all, and others besides.
    const deciding = [
      'kind',
      'schema',
      'key',
      'codec',
      'dataset',
      'image',
      'testbed',
      'id',
      'node',
    ];
    const names = deciding.filter((name) => name in line);
    line[names[pick(names.length)]!] = odd[pick(odd.length)];
    const extra = Object.keys(line);
    line[extra[pick(extra.length)]!] = odd[pick(odd.length)];
    const { status } = await post(line);
    expect(status, JSON.stringify(line).slice(0, 300)).toBe(422);
  }
  expect(files()).toEqual([]);
  expect(warnings).toEqual([]);
  expect((await post(rdOf(plan))).status).toBe(200);
});
