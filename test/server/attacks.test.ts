import { readdirSync, readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { picture } from '../support/photos.ts';
import { childrenOf, until } from '../support/processes.ts';
import { formOf, post, startService, type TestedService } from '../support/service.ts';
import { describeShared, shared } from '../support/shared.ts';

const { bytes: jpeg } = await encode(picture(120, 80), 'jpeg:quality=95');
let service: TestedService;

beforeAll(async () => {
  service = await startService({
    ...{ 'max-file': '1MiB', 'upload-seconds': 2, queue: 20 },
    ...{ 'max-frames': 20, 'max-decoded': '64MiB', memory: '2GiB' },
  });
});
afterAll(() => service.drain());

/** Sends bytes as they are, and gives all that comes back. */
function raw(pieces: readonly string[], { end = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(service.url).port), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece, 'latin1');
      if (end) socket.end();
    });
    let text = '';
    socket.setEncoding('latin1').on('data', (data) => {
      text += data;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

const part = (head: string, body: string): string => `--b\r\n${head}\r\n\r\n${body}\r\n`;
const multipart = (...parts: string[]): string[] => {
  const body = `${parts.join('')}--b--\r\n`;
  return [
    'POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n',
    `Content-Length: ${body.length}\r\n\r\n${body}`,
  ];
};
const file = (name: string): string =>
  part(
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    Buffer.from(jpeg).toString('latin1'),
  );

async function isWell(): Promise<void> {
  const answer = await fetch(`${service.url}/health`);
  expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([
    200,
    'ok',
  ]);
}

describe('what is sent', () => {
  test.each([
    'a.exe',
    '../../etc/passwd',
    'a\r\nX-Evil: 1',
    'a"; name="x',
    '\0.png',
    'a'.repeat(5000),
  ])('a file called %j is told by its bytes, and its name is nowhere', async (name) => {
    const answer = await raw(multipart(file(name)));
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400)/);
    expect(answer).not.toMatch(/x-evil|passwd|\.exe/i);
  });

  test.each([
    [
      'a field that is not known',
      multipart(file('a'), part('Content-Disposition: form-data; name="__proto__"', 'x')),
    ],
    [
      'a field twice',
      multipart(
        ...['{}', '{}'].map((text) => part('Content-Disposition: form-data; name="options"', text)),
        file('a'),
      ),
    ],
    ['two files', multipart(file('a'), file('b'))],
    [
      'a file of another name',
      multipart(part('Content-Disposition: form-data; name="photo"; filename="a"', 'x')),
    ],
    [
      'thousands of fields',
      multipart(
        ...Array.from({ length: 3000 }, (_, i) =>
          part(`Content-Disposition: form-data; name="f${i}"`, 'x'),
        ),
      ),
    ],
    [
      'a field without end',
      multipart(
        part('Content-Disposition: form-data; name="options"', 'x'.repeat(100_000)),
        file('a'),
      ),
    ],
    [
      'no boundary',
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc',
      ],
    ],
    ['no part', multipart()],
    ['a part without a name', multipart(part('Content-Disposition: form-data', 'x'))],
    ['headers of a part without end', multipart(part(`X: ${'a'.repeat(90_000)}`, 'x'))],
    [
      'options that are no JSON',
      multipart(part('Content-Disposition: form-data; name="options"', '{'), file('a')),
    ],
    [
      'JSON of a prototype',
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 28\r\n\r\n{"__proto__":{"quality":1}} ',
      ],
    ],
    [
      'an empty body',
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n',
      ],
    ],
    [
      'deep JSON',
      [
        `POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n${'['.repeat(60_000)}`,
      ],
    ],
    ['no HTTP', ['GET\r\n\r\n']],
    [
      'two lengths',
      ['POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
    ],
    [
      'a length and chunks',
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
    ],
    ['a length that is none', ['POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n']],
  ])('%s is answered by 400', async (_, pieces) => {
    const answer = await raw(pieces);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer).toMatch(/x-request-id: /i);
    expect(answer).toMatch(/"success":false,"error":"bad_request"/);
    expect(({} as { quality?: unknown }).quality).toBeUndefined();
    await isWell();
  });

  test.each([
    [
      'too large by its length',
      413,
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 99999999\r\n\r\n',
      ],
    ],
    [
      'too large by its bytes',
      413,
      multipart(
        part('Content-Disposition: form-data; name="file"; filename="a"', 'x'.repeat(1_048_577)),
      ),
    ],
    [
      'of another type',
      415,
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\n<a>',
      ],
    ],
    [
      'with headers without end',
      431,
      [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ],
  ])('what is %s is answered by %i', async (_, status, pieces) => {
    const answer = await raw(pieces);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect(answer).toMatch(/"success":false/);
    await isWell();
  });

  test.each([
    ['headers', 'POST /optimize HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    [
      'a body',
      'POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\nContent-Disp',
    ],
  ])('%s that come too slowly end, and hold nothing', async (_, text) => {
    const answer = await raw([text]);
    expect(answer).toMatch(/^HTTP\/1\.1 408|^HTTP\/1\.1 400|^$/);
    await until(() => service.lines.length > 0);
    const { bodies } = (await (await fetch(`${service.url}/health`)).json()) as {
      bodies: { used: number };
    };
    expect(bodies.used).toBe(0);
  });

  test('who is refused before the body has come may send the rest, and use the connection again', async () => {
    const closed = await startService({ 'api-key': 'secret', log: false });
    try {
      const socket = net.connect(Number(new URL(closed.url).port), '127.0.0.1');
      let text = '';
      socket.setEncoding('latin1').on('data', (data) => {
        text += data;
      });
      const ended = new Promise((resolve, reject) => {
        socket.on('close', resolve).on('error', reject);
      });
      const answers = () => text.match(/HTTP\/1\.1 \d+/g) ?? [];
      const half = 'x'.repeat(1_000_000);
      socket.write(
        `POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 2000000\r\n\r\n${half}`,
      );
      await until(() => answers().length === 1);
      socket.write(`${half}GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      await ended;
      expect(answers()).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200']);
    } finally {
      await closed.drain();
    }
  });

  test('who asks before the body is sent is told to send it, or refused before anything has come', async () => {
    const closed = await startService({ 'api-key': 'secret', log: false });
    try {
      for (const [key, answers] of [
        ['wrong', ['HTTP/1.1 401']],
        ['secret', ['HTTP/1.1 100', 'HTTP/1.1 400']],
      ] as const) {
        const socket = net.connect(Number(new URL(closed.url).port), '127.0.0.1');
        let text = '';
        socket.setEncoding('latin1').on('data', (data) => {
          text += data;
          if (/^HTTP\/1.1 100 Continue\r\n\r\n$/.test(text)) socket.end('--b--\r\n');
        });
        socket.write(
          `POST /optimize HTTP/1.1\r\nHost: a\r\nX-API-Key: ${key}\r\nExpect: 100-continue\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 7\r\n\r\n`,
        );
        await new Promise((resolve, reject) => socket.on('close', resolve).on('error', reject));
        expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(answers);
      }
    } finally {
      await closed.drain();
    }
  });

  test('a body that ends before its length is over holds nothing', async () => {
    await raw(
      [
        'POST /optimize HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\n',
      ],
      { end: true },
    );
    await isWell();
    const { bodies } = (await (await fetch(`${service.url}/health`)).json()) as {
      bodies: { used: number };
    };
    expect(bodies.used).toBe(0);
  });
});

/** A PNG file whose header claims a size, with little behind it. */
function pngOf(width: number, height: number, data: Uint8Array): Buffer {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    out.write(type, 4, 'latin1');
    out.set(body, 8);
    out.writeUInt32BE(crc(out.subarray(4, 8 + body.length)), 8 + body.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

describe('bombs', () => {
  const svg = (inside: string): Buffer =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${inside}</svg>`);
  const laughs = Array.from(
    { length: 10 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  ).join('');
  const bombs: [string, Buffer][] = [
    ['a PNG of 30,000 x 30,000', pngOf(30_000, 30_000, deflateSync(Buffer.alloc(1000)))],
    ['a PNG of 2^31 x 1', pngOf(2 ** 31 - 1, 1, deflateSync(Buffer.alloc(10)))],
    [
      'a PNG of 4,000 x 4,100 in few bytes',
      pngOf(4000, 4100, deflateSync(Buffer.alloc(4100 * 12_001))),
    ],
    [
      'SVGZ of 200 MB',
      gzipSync(
        Buffer.concat([svg('').subarray(0, -6), Buffer.alloc(2e8, ' '), Buffer.from('</svg>')]),
      ),
    ],
    [
      'SVG of entities',
      Buffer.from(
        `<!DOCTYPE svg [<!ENTITY l0 "lol">${laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l10;</text></svg>`,
      ),
    ],
    ['SVG of 50,000 levels', svg(`${'<g>'.repeat(50_000)}${'</g>'.repeat(50_000)}`)],
    [
      'SVG of a huge side',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>'),
    ],
    [
      'a GIF of 65,535 x 65,535',
      Buffer.from('R0lGODlh//////8AAAD///8AAAAsAAAAAP////8AAAJEAQA7', 'base64'),
    ],
    [
      'a broken AVIF',
      Buffer.concat([
        Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'latin1'),
        Buffer.alloc(5000, 0xff),
      ]),
    ],
    [
      'a TIFF that points to itself',
      Buffer.concat([
        Buffer.from(
          'II*\0\x08\0\0\0\x01\0\0\x01\x04\0\xff\xff\xff\xff\x08\0\0\0\x08\0\0\0',
          'latin1',
        ),
      ]),
    ],
  ];
  test.each(bombs)('%s ends in an answer, and the service stays well', async (_, bytes) => {
    for (const route of ['optimize', 'estimate']) {
      const answer = await post(`${service.url}/${route}`, formOf(bytes));
      await answer.arrayBuffer();
      expect([200, 413, 415, 422, 500]).toContain(answer.status);
      if (answer.status === 500) expect(answer.statusText).toMatch(/Internal/);
      await isWell();
    }
  });

  test('a picture of too many frames or samples is refused by its header', async () => {
    const large = await encodePng(picture(4200, 4100));
    const answer = await post(`${service.url}/optimize`, formOf(large.subarray(0, 1_000_000)));
    expect(await answer.json()).toMatchObject({ error: 'image_too_large' });
  });
});

describeShared('the files of fuzzers', () => {
  test('a sample of them ends in answers', async () => {
    const files = readdirSync(shared('fuzz'), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(shared('fuzz'), name))
      .filter((name) => statSync(name).isFile() && statSync(name).size < 1_000_000)
      .sort();
    const step = Math.ceil(files.length / 80);
    const wrong: unknown[] = [];
    const sampled = files.filter((_, i) => i % step === 0);
    await Promise.all(
      [0, 1].map(async (odd) => {
        for (const name of sampled.filter((_, i) => i % 2 === odd)) {
          const answer = await post(`${service.url}/optimize`, formOf(readFileSync(name)));
          await answer.arrayBuffer();
          if (![200, 400, 413, 415, 422].includes(answer.status)) wrong.push([name, answer.status]);
        }
      }),
    );
    expect(sampled.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
    await isWell();
  });
});

describe('under way', () => {
  const slow = {
    options: {
      target: { metric: 'ssimulacra2', value: 85 },
      preferred_formats: ['avif', 'jpeg'],
    },
  };
  const workers = () =>
    childrenOf(process.pid).filter(({ command }) => command.includes('/optimize/worker.js'));
  const active = async (): Promise<number> => {
    const { queue } = (await (await fetch(`${service.url}/health`)).json()) as {
      queue: { optimize: { active: number } };
    };
    return queue.optimize.active;
  };
  const untilActive = async (count: number): Promise<void> => {
    for (let i = 0; (await active()) !== count; i++) {
      if (i > 1000) throw new Error(`there are never ${count} at work`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  test('a worker that is killed fails its own request and no other', async () => {
    const large = (await encode(picture(900, 700), 'jpeg:quality=90')).bytes;
    const asked = [1, 2].map(() => post(`${service.url}/optimize`, formOf(large, slow)));
    await untilActive(2);
    await until(() => workers().length >= 2);
    process.kill(workers()[0]!.pid, 'SIGKILL');
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 500]);
    const dead = answers.find(({ status }) => status === 500)!;
    expect(await dead.json()).toMatchObject({ error: 'worker_died' });
    expect((await post(`${service.url}/optimize`, formOf(jpeg))).status).toBe(200);
    await isWell();
  });

  test('a client that goes away frees its slot', async () => {
    const large = (await encode(picture(1100, 900, 3), 'jpeg:quality=90')).bytes;
    const gone = new AbortController();
    const asked = fetch(`${service.url}/optimize`, {
      method: 'POST',
      body: formOf(large, slow),
      signal: gone.signal,
    });
    await untilActive(1);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await untilActive(0);
    const { memory, bodies } = (await (await fetch(`${service.url}/health`)).json()) as Record<
      string,
      { used: number }
    >;
    expect([memory!.used, bodies!.used]).toEqual([0, 0]);
  });

  test('what is full says so at once, and when to come again', async () => {
    const narrow = await startService({ slots: 1, queue: 0, log: false });
    try {
      const large = (await encode(picture(700, 500), 'jpeg:quality=90')).bytes;
      const ask = () => post(`${narrow.url}/optimize`, formOf(large, slow));
      const answers = await Promise.all([ask(), ask(), ask(), ask()]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 503, 503, 503]);
      const full = answers.find(({ status }) => status === 503)!;
      expect(full.headers.get('retry-after')).toBe('5');
      expect(await full.json()).toMatchObject({ error: 'service_overloaded', retry_after: 5 });
    } finally {
      await narrow.drain();
    }
  });

  test('a service that ends answers what runs, and refuses what is new', async () => {
    const ending = await startService({ log: false });
    const large = (await encode(picture(700, 500), 'jpeg:quality=90')).bytes;
    const running = post(`${ending.url}/optimize`, formOf(large, slow));
    for (;;) {
      const { queue } = (await (await fetch(`${ending.url}/health`)).json()) as {
        queue: { optimize: { active: number } };
      };
      if (queue.optimize.active === 1) break;
    }
    const over = ending.drain();
    const refused = await post(`${ending.url}/optimize`, formOf(jpeg));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await running).status).toBe(200);
    await over;
    await expect(fetch(`${ending.url}/health`)).rejects.toThrow();
  });
});
