import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

interface Locked {
  version: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const lock: Record<string, Locked> = read('package-lock.json').packages;
const scriptsOfInstallation = ['preinstall', 'install', 'postinstall'];

test('no script runs when the program is installed: pnpm 11 would fail, npm 11 warn', () => {
  const installed = Object.keys(lock).filter(
    // The program itself, then all that is no optional part of another platform.
    (folder) => !lock[folder]!.dev && existsSync(path.join(root, folder, 'package.json')),
  );
  expect(installed.length).toBeGreaterThan(20);
  const running = installed.filter((folder) => {
    const { scripts = {} } = read(path.join(folder, 'package.json'));
    return scriptsOfInstallation.some((name) => name in scripts);
  });
  expect(running).toEqual([]);
  // npm 11 asks about it when a tarball is installed. `prepublish` runs in a checkout alone.
  expect(read('package.json').scripts).not.toHaveProperty('prepare');
});

test('the lock file keeps `npm ci` from running scripts; `npm run lock` mends it', () => {
  expect(Object.keys(lock).filter((folder) => lock[folder]!.hasInstallScript)).toEqual([]);
  expect(lock['']!.version).toBe(read('package.json').version);
});

test('the package holds what runs, and neither sources nor tests nor the tools of the build', () => {
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    ...{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    shell: process.platform === 'win32',
  });
  // An array before npm 12, then an object by the package's name.
  const [{ files }] = Object.values<{ files: { path: string }[] }>(JSON.parse(told)) as [
    { files: { path: string }[] },
  ];
  const packed = files.map((file) => file.path);
  expect(packed).toEqual(
    expect.arrayContaining([
      ...['dist/cli/main.js', 'datasets/sample/city.png', 'datasets/kodak.json', 'docs/method.md'],
      ...['models/sprig/card.json', 'models/sprig/synthesis.onnx', 'models/lpips-vgg/export.py'],
      ...['models/lpips-alex/lpips-alex.onnx', 'models/lpips-alex/LICENSE'],
      ...['dist/metrics/kernels/ssimulacra2.wasm', 'site/index.html'],
    ]),
  );
  expect(packed.filter((file) => /^(src|test|scripts|results)\/|\.map$/.test(file))).toEqual([]);
});
