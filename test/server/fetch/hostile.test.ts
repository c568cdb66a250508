import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { type Origin, openOrigin } from '../../support/origin.ts';
import { picture } from '../../support/photos.ts';
import { post, startService, type TestedService, trusting } from '../../support/service.ts';

// A private socket that counts who connects to it, at IPv4 and IPv6, and a service that may fetch from
// shop.test at the same address, and at the same ports: only the rules keep it away.

const png = await encodePng(picture(40, 30));
let origin: Origin;
let privates: Server;
let connections = 0;
let service: TestedService;
let lookups = 0;

beforeAll(async () => {
  origin = await openOrigin();
  privates = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => privates.listen(0, '::', resolve));
  const { port } = privates.address() as AddressInfo;
  const ports = ['443', `${origin.port}`, `${port}`];
  service = await startService(
    { ...trusting(origin), 'fetch-private': 'shop.test', 'fetch-ports': ports },
    {
      resolve(host, done) {
        lookups += 1;
        const of = (...addresses: string[]) =>
          done(
            null,
            addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
          );
        if (host === 'shop.test') return of('127.0.0.1');
        if (host === 'mixed.test') return of('1.1.1.1', '127.0.0.1');
        if (host === 'mixed6.test') return of('2606:4700::1111', '::1');
        if (host === 'mapped.test') return of('::ffff:127.0.0.1');
        if (host === 'nat64.test') return of('64:ff9b::7f00:1');
        if (host === 'metadata.test') return of('169.254.169.254');
        // Rebinding: public when it is asked the first time, private from then on.
        if (host === 'rebind.test') return lookups % 2 === 1 ? of('10.0.0.1') : of('127.0.0.1');
        return of('127.0.0.1');
      },
    },
  );
  for (const [path, location] of Object.entries(redirects())) {
    origin.answers.set(path, (_, response) => response.writeHead(302, { location }).end());
  }
});
afterAll(async () => {
  await service.drain();
  await origin.close();
  await new Promise((resolve) => privates.close(resolve));
});

const port = (): number => (privates.address() as AddressInfo).port;

/** Every spelling of a host that means this machine or a network behind it. */
const hosts = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1'],
  ...['0x7f.0x0.0x0.0x1', '017700000001', '127.0.0.1.', '127.255.255.254', '127%2e0%2e0%2e1'],
  ...['１２７.０.０.１', '①②⑦.⓪.⓪.①', '127。0。0。1', '0', '0.0.0.0', '0x0', '00.0.0.0'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[0:0:0:0:0:ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[fe80::1]', '[fc00::1]', '[fd00::1]', '[fec0::1]'],
  ...['[ff02::1]', '[100::1]', '[2001:db8::1]', '[4000::1]', '[::ffff:0:127.0.0.1]'],
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '192.0.0.1'],
  ...['198.18.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', 'localhost', 'localhost.', 'LOCALHOST', 'ip6-localhost', 'private.test'],
  ...['mixed.test', 'mixed6.test', 'mapped.test', 'nat64.test', 'metadata.test', 'rebind.test'],
  ...['rebind.test', 'SHOP.test.private.test', 'shop.test.', 'xn--shop.test', 'shop.test%00.a'],
];

/** URLs that are refused by what else is in them. */
const urls = (at: number): string[] => [
  ...[`http://127.0.0.1:${at}/`, `http://shop.test:${at}/`, `https://a:b@shop.test:${at}/`],
  ...[`https://shop.test@127.0.0.1:${at}/`, `https://127.0.0.1:${at}@shop.test/`],
  ...[`https://@127.0.0.1:${at}/`, `https://shop.test\\@127.0.0.1:${at}/`],
  ...[`https:127.0.0.1:${at}/`, `https:\\\\127.0.0.1:${at}`, `https:///127.0.0.1:${at}/`],
  ...[` https://127.0.0.1:${at}/`, `https://127.0.0.1:${at}\t/a`, `ht\ntps://127.0.0.1:${at}/`],
  ...[
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1:70/_x',
    'data:image/png;base64,AA',
  ],
  ...[
    'blob:https://shop.test/1',
    'javascript:alert(1)',
    'jar:https://shop.test!/',
    'dict://127.0.0.1:11/',
  ],
  ...[
    `ws://127.0.0.1:${at}/`,
    `wss://127.0.0.1:${at}/`,
    '//127.0.0.1/',
    '/etc/passwd',
    '',
    'https://',
  ],
  ...[
    'https://shop.test:22/',
    'https://shop.test:0/',
    'https://shop.test:65536/',
    'unix:/tmp/a.sock',
  ],
  `https://shop.test:${origin.port}/${'a'.repeat(9000)}`,
];

/** Redirects that lead there, from a host that is allowed. */
const redirects = (): Record<string, string> => ({
  '/r1': `https://127.0.0.1:${port()}/`,
  '/r2': `http://shop.test:${port()}/`,
  '/r3': `https://[::1]:${port()}/`,
  '/r4': `https://0x7f000001:${port()}/`,
  '/r5': `//localhost:${port()}/`,
  '/r6': 'file:///etc/passwd',
  '/r7': `https://u:p@shop.test:${origin.port}/r1`,
  '/r8': '/r1',
  '/r9': '/r9',
  '/r10': `https://private.test:${port()}/`,
  '/r11': 'https://shop.test:22/',
  '/r12': '\\\\127.0.0.1/a',
});

test('no hostile URL reaches a private socket, and each is answered by a problem', async () => {
  const given = [
    ...hosts.map((host) => `https://${host}:${port()}/a.jpg`),
    ...urls(port()),
    ...Object.keys(redirects()).map((path) => `https://shop.test:${origin.port}${path}`),
  ];
  expect(given.length).toBeGreaterThanOrEqual(100);
  const wrong: unknown[] = [];
  for (const url of given) {
    for (const [path, body] of [
      ['/optimize', { url }],
      [
        '/estimate',
        { url: `https://shop.test:${origin.port}/large`, thumbnail_url: url, file_size: 2e7 },
      ],
    ] as const) {
      if (path === '/estimate') {
        // The head is a picture, so that the thumbnail is asked for.
        origin.answers.set('/large', (_, response) => {
          response
            .writeHead(206, { 'content-range': `bytes 0-${png.length - 1}/20000000` })
            .end(png);
        });
      }
      const answer = await post(`${service.url}${path}`, body);
      const told = (await answer.json()) as { error?: string };
      const refused = ['ssrf_blocked', 'bad_request', 'url_fetch_failed'];
      if (![400, 422].includes(answer.status) || !refused.includes(told.error ?? '')) {
        wrong.push([url, path, answer.status, told]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(connections).toBe(0);
  // What is allowed is still reached.
  expect(origin.asked.length).toBeGreaterThan(10);
});
