import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeApi } from '../scripts/api.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, unknown>;
};
const doors = Object.entries(exports).filter(([, value]) => typeof value === 'object');

test('the public interface is the one that was last written down', () => {
  execFileSync(process.execPath, ['scripts/api.js', '--check'], { cwd: root, stdio: 'pipe' });
});

test.each(doors.map(([subpath]) => subpath))('%s can be imported by its name', (subpath) => {
  const specifier = `paretobench${subpath.slice(1)}`;
  const script = `console.log(Object.keys(await import('${specifier}')).length)`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(Number(printed)).toBeGreaterThan(0);
});

test('what a door has in a browser it has in Node too: one source runs in both', () => {
  const names = new Map(
    describeApi().map(({ specifier, offers }) => [specifier, offers.map(({ name }) => name)]),
  );
  const inBrowsers = [...names].filter(([specifier]) => specifier.endsWith(' (browser)'));
  expect(inBrowsers).toHaveLength(2);
  for (const [specifier, offered] of inBrowsers) {
    expect(names.get(specifier.replace(' (browser)', ''))).toEqual(expect.arrayContaining(offered));
  }
});

test('nothing else can be imported', () => {
  const script = "await import('paretobench/dist/base/errors.js')";
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      stdio: 'pipe',
    });
  expect(run).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
