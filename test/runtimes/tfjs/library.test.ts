import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folders.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Where graph models would run in an installation of its own: the compiled runtimes beside packages
 * that are real (links to the project's), or stand-ins given as the text of their main file.
 */
async function installation(packages: Readonly<Record<string, string | null>>) {
  const folder = await temporaryFolder({ 'package.json': '{"type":"module"}' });
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(modules, '@tensorflow'), { recursive: true });
  for (const name of ['base', 'runtimes', 'vendor']) {
    await cp(path.join(project, 'dist', name), path.join(folder, name), { recursive: true });
  }
  const real = Object.keys(packages).filter((name) => packages[name] === null);
  for (const name of real) {
    await symlink(path.join(project, 'node_modules', name), path.join(modules, name), 'junction');
  }
  for (const [name, main] of Object.entries(packages)) {
    if (main === null) continue;
    await mkdir(path.join(modules, name), { recursive: true });
    await writeFile(path.join(modules, name, 'package.json'), '{"version":"4.99.0"}');
    await writeFile(path.join(modules, name, 'index.js'), main);
  }
  const script = `const { findTfjs, tfjsAvailable } = await import('./runtimes/tfjs/library.js');
    const answers = [findTfjs(), await tfjsAvailable()];
    const events = ['uncaughtException', 'unhandledRejection'];
    console.log(JSON.stringify([...answers, events.map((event) => process.listenerCount(event))]));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: folder },
  );
  const [found, available, listeners] = JSON.parse(stdout) as [
    { engine: string; runtime: string } | null,
    true | string,
    number[],
  ];
  // The glue code of the WASM backend would answer for all errors of the process.
  expect(listeners).toEqual([0, 0]);
  return [found, available] as const;
}

const node = '@tensorflow/tfjs-node';
const wasm = '@tensorflow/tfjs-backend-wasm';
const [core, converter] = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-converter'];

describe('graph models run', () => {
  it('nowhere without packages, and what to install is said', async () => {
    const [found, available] = await installation({});
    expect(found).toBeNull();
    expect(available).toMatch(
      /npm install @tensorflow\/tfjs-node`.*npm install @tensorflow\/tfjs @/,
    );
  });

  it('nowhere by a backend alone', async () => {
    const [found] = await installation({ [wasm]: null });
    expect(found).toBeNull();
  });

  it('on WASM with its packages', async () => {
    const [found, available] = await installation({
      [wasm]: null,
      [core]: null,
      [converter]: null,
    });
    expect(found?.runtime).toBe('wasm');
    expect(available).toBe(true);
  });

  it('on tfjs-node before all else', async () => {
    const main = "exports.setBackend = async (name) => name === 'tensorflow';";
    const all = { [node]: main, [wasm]: null, [core]: null, [converter]: null };
    expect(await installation(all)).toEqual([
      { engine: 'tfjs-node 4.99.0', runtime: 'native' },
      true,
    ]);
  });

  it('on a tfjs-node that does not load neither by it nor, unsaid, by another', async () => {
    const main = "throw new Error('libtensorflow.so.2 is missing');";
    const all = { [node]: main, [wasm]: null, [core]: null, [converter]: null };
    const [found, available] = await installation(all);
    expect(found?.engine).toBe('tfjs-node 4.99.0');
    expect(available).toMatch(
      /tfjs-node 4\.99\.0 is installed and cannot be loaded: libtensorflow\.so\.2 is missing; /,
    );
  });

  it('on the package that has all of TensorFlow.js, where its parts are out of sight', async () => {
    const main = "exports.setBackend = async (name) => name === 'wasm';";
    const [found, available] = await installation({ '@tensorflow/tfjs': main, [wasm]: null });
    expect(found?.engine).toMatch(/^tfjs 4\.99\.0, tfjs-backend-wasm \d/);
    expect(available).toBe(true);
  });
});
