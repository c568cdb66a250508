import { expect, test } from 'vitest';
import { runWithin as breakOff } from '#src/base/break-off-in-node.js';
import { runWithin } from '#src/base/break-off-in-page.js';
import { cpuMicroseconds as ofProcess } from '#src/base/cpu-time-in-node.js';
import { cpuMicroseconds } from '#src/base/cpu-time-in-page.js';
import { hostVersion as nodeVersion } from '#src/base/host-in-node.js';
import { browserOf, hostVersion } from '#src/base/host-in-page.js';

test('a page is not told of CPU time; a process is', () => {
  expect(cpuMicroseconds()).toBeNull();
  expect(ofProcess()).toBeGreaterThan(0);
});

test('work runs to its end in a page, and is broken off in Node', () => {
  const spin = () => {
    for (const end = performance.now() + 60; performance.now() < end; );
  };
  expect(runWithin(1, spin)).toBe(true);
  expect(breakOff(1, spin)).toBe(false);
  expect(breakOff(10_000, () => undefined)).toBe(true);
});

test('what work throws comes out of both', () => {
  const fail = () => {
    throw new Error('broken');
  };
  expect(() => runWithin(1000, fail)).toThrow('broken');
  expect(() => breakOff(1000, fail)).toThrow('broken');
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Chromium 156.0.0.0',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153.0'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
    'WebKit 26.1',
  ],
  ['lynx', 'lynx'],
  ['', 'unknown'],
])('the engine of a user agent: %s', (userAgent, engine) => {
  expect(browserOf(userAgent)).toBe(engine);
});

test('what runs the program has a version', () => {
  expect(nodeVersion()).toBe(process.versions.node);
  expect(hostVersion()).not.toBe('');
});
