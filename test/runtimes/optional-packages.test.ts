import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { howToInstall, installedVersion, isInstalled } from '#src/runtimes/optional-packages.js';
import { temporaryFolder } from '../support/folders.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};
const packages = ['koffi', 'onnxruntime-node'] as const;

/** What the program prints in an installation of its own, with its dependencies and no peers. */
async function installation(): Promise<(...args: string[]) => Promise<string>> {
  const folder = await temporaryFolder({
    'package.json': '{ "name": "user", "version": "9.9.9" }',
  });
  const modules = path.join(folder, 'node_modules');
  const own = path.join(modules, 'paretobench');
  await mkdir(own, { recursive: true });
  for (const part of ['package.json', 'dist', 'datasets', 'models']) {
    await cp(path.join(project, part), path.join(own, part), {
      recursive: true,
      filter: (file) => !file.endsWith('.venv'),
    });
  }
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.join(project, 'node_modules', name), path.join(modules, name), 'junction');
  }
  const main = path.join(own, 'dist/cli/main.js');
  return async (...args) => {
    const run = promisify(execFile)(process.execPath, [main, ...args], { cwd: folder });
    const { stdout, stderr } = await run.catch((error: unknown) => error as Awaited<typeof run>);
    return stdout + stderr;
  };
}

it('says which packages are here, and of which version', () => {
  expect(isInstalled('koffi')).toBe(true);
  expect(isInstalled('onnxruntime-node')).toBe(true);
  expect(isInstalled('@tensorflow/tfjs-node')).toBe(false);
  expect(installedVersion('onnxruntime-node')).toMatch(/^1\.\d+\.\d+$/);
});

it.each(packages)('names a version of %s that package.json allows, and no scripts', (name) => {
  const major = /^\^(\d+)\./.exec(manifest.peerDependencies[name]!)?.[1];
  expect(howToInstall(name)).toMatch(
    new RegExp(`is not installed: run \`npm install --ignore-scripts ${name}@${major}\`$`),
  );
});

it('without koffi and onnxruntime-node, what needs them is unavailable and says why', async () => {
  const pareto = await installation();
  expect(await pareto('--version')).toBe(`${manifest.version}\n`);
  const sprig = JSON.parse(await pareto('codecs', 'sprig', '--json'));
  expect(sprig.available).toBe(howToInstall('onnxruntime-node'));
  expect(sprig.engine.version).toContain('onnxruntime missing');
  const heic = JSON.parse(await pareto('codecs', 'heic', '--json'));
  expect(heic.available).toContain(howToInstall('koffi'));
  expect(heic.available).toContain('libheif');
  const refused = await pareto(
    ...['sweep', '--codec', 'sprig', '--limit', '1', '--out', 'results', '--metrics', 'psnr'],
  );
  expect(refused).toMatch(/^pareto: [^\n]*run `npm install [^\n]+\n$/);
  const metrics: { id: string; available: true | string }[] = JSON.parse(
    await pareto('metrics', '--json'),
  );
  const learned = metrics.filter(({ id }) => /^(lpips|dists)/.test(id));
  expect(learned.map(({ id }) => id)).toEqual([
    'lpips-alex',
    'lpips-squeeze',
    'lpips-vgg',
    'dists',
  ]);
  for (const { available } of learned) expect(available).toEqual(expect.any(String));
  const swept = await pareto(
    ...['sweep', '--codec', 'png', '--limit', '1', '--out', 'results'],
    ...['--metrics', 'available'],
  );
  const left = /^warning: .* metrics are left out: .*$/m.exec(swept)?.[0];
  for (const { id } of learned) expect(left).toContain(id);
  expect(left).toContain(`of ${learned[0]!.id}: ${learned[0]!.available}`);
  expect(swept).toMatch(/^png\b/m);
  const usual = await pareto('sweep', '--codec', 'png', '--limit', '1', '--out', 'usual');
  const lines = usual.split('\n').filter((line) => line.startsWith('warning: '));
  expect(lines).toEqual([`warning: lpips-alex is left out: ${howToInstall('onnxruntime-node')}`]);
  expect(usual).toMatch(/^png\b/m);
  const named = await pareto(
    ...['sweep', '--codec', 'png', '--limit', '1', '--out', 'named'],
    ...['--metrics', 'psnr,lpips-alex'],
  );
  expect(named).toContain(
    `pareto: cannot be computed here: lpips-alex: ${howToInstall('onnxruntime-node')}`,
  );
});
