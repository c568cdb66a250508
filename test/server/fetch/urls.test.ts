import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { checkUrl, hostOf } from '#src/server/fetch/check-url.js';
import { guardedLookup } from '#src/server/fetch/guarded-lookup.js';
import { isPublicAddress } from '#src/server/fetch/public-address.js';

const isPublic = (address: string): boolean => isPublicAddress(ipaddr, address);
const rules = { http: false, ports: ['443'], privateHosts: [], isPublic };

test.each(['1.1.1.1', '8.8.8.8', '2606:4700::1111', '2a00::1', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => expect(isPublic(address)).toBe(true),
);

test.each([
  ...['127.0.0.1', '10.1.2.3', '100.64.0.1', '192.0.0.1', '198.18.0.1', '240.0.0.1', '0.0.0.0'],
  ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', '64:ff9b::1', '2002::1', '4000::1'],
  ...['::ffff:10.0.0.1', 'example.com', '', '1.1.1.1/8'],
])('%j is not', (address) => expect(isPublic(address)).toBe(false));

describe('a URL', () => {
  test('is read as browsers do, without its fragment', () => {
    expect(checkUrl('https://EXAMPLE.com/a#b', rules).href).toBe('https://example.com/a');
    expect(checkUrl('../c', rules, new URL('https://example.com/a/b')).pathname).toBe('/c');
    expect(hostOf(new URL('https://[2606:4700::1111]/'))).toBe('2606:4700::1111');
  });

  test('is of a scheme and a port that are allowed', () => {
    expect(() => checkUrl('http://example.com/', rules)).toThrow(/only https: URLs/);
    const open = { ...rules, http: true, ports: ['443', '80'] };
    expect(checkUrl('http://example.com/', open).protocol).toBe('http:');
    expect(() => checkUrl('https://example.com:8443/', rules)).toThrow(/only the ports 443/);
  });
});

describe('a lookup', () => {
  const answers = (addresses: string[]) =>
    guardedLookup({ isPublic, privateHosts: ['mine.test'] }, (_, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      ),
    );
  const look = (host: string, addresses: string[], options: object = { all: true }) =>
    new Promise<unknown>((resolve) => {
      answers(addresses)(host, options, (error, found) => resolve(error ?? found));
    });

  test('gives all addresses, or the first', async () => {
    expect(await look('a.test', ['1.1.1.1'])).toEqual([{ address: '1.1.1.1', family: 4 }]);
    expect(await look('a.test', ['1.1.1.1', '8.8.8.8'], {})).toBe('1.1.1.1');
  });

  test('refuses all where one is private, but of a host that is named', async () => {
    const refused = { problem: { name: 'ssrf_blocked' } };
    expect(await look('a.test', ['1.1.1.1', '10.0.0.1'])).toMatchObject(refused);
    expect(await look('mine.test', ['10.0.0.1'])).toHaveLength(1);
    expect(await look('sub.mine.test', ['10.0.0.1'])).toMatchObject(refused);
    expect(await look('a.test', [])).toBeInstanceOf(Error);
  });
});
