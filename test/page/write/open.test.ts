import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openInBrowser } from '#src/page/write/open.js';
import { scratch } from '../../support/scratch.ts';

afterEach(() => vi.unstubAllEnvs());

const url = 'http://127.0.0.1:1/a b;$HOME?c=`d`';

test.skipIf(process.platform === 'win32').each([
  ['linux', 'xdg-open', [url]],
  ['freebsd', 'xdg-open', [url]],
  ['darwin', 'open', [url]],
  ['win32', 'rundll32', ['url.dll,FileProtocolHandler', url]],
] as const)('on %s %s gets the address as it is', async (platform, program, args) => {
  const folder = scratch();
  const [told, file] = [path.join(folder, 'told'), path.join(folder, program)];
  writeFileSync(
    file,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${told}.part'\nmv '${told}.part' '${told}'\n`,
  );
  chmodSync(file, 0o755);
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
  openInBrowser(url, platform);
  await expect.poll(() => existsSync(told), { timeout: 10_000 }).toBe(true);
  expect(readFileSync(told, 'utf8').trimEnd().split('\n')).toEqual(args);
});

test('a system without a browser is no error', async () => {
  vi.stubEnv('PATH', scratch());
  const uncaught = vi.fn();
  process.once('uncaughtException', uncaught);
  openInBrowser(url, 'linux');
  await new Promise((resolve) => setTimeout(resolve, 100));
  process.off('uncaughtException', uncaught);
  expect(uncaught).not.toHaveBeenCalled();
});
