// Copies of the project in which a change can be made, built and tested.
import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * A copy: its folder, and how to remove it.
 * @typedef {{ folder: string, remove: () => Promise<void> }} Tree
 */

/**
 * How tests ended: `seconds` is what they took.
 * @typedef {{ outcome: 'passed' | 'failed' | 'timed out', seconds: number, output: string }} Tried
 */

/**
 * A changed program may write to or remove anything: a device, the files of its user. So tests run
 * with a home and a temporary folder within their copy, and where we are root, as nobody.
 */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

/**
 * Copies all that git keeps, and what was built; node_modules holds links.
 * @param {string} root
 * @returns {Promise<Tree>}
 */
export async function copyTree(root) {
  const folder = await mkdtemp(path.join(tmpdir(), 'pareto-mutate-'));
  await chmod(folder, 0o755);
  const removeNow = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeNow);
  const remove = async () => {
    process.off('exit', removeNow);
    await rm(folder, { recursive: true, force: true });
  };
  const { stdout } = await execute('git', ['ls-files', '-z'], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  for (const file of stdout.split('\0').filter(Boolean)) {
    await cp(path.join(root, file), path.join(folder, file));
  }
  for (const built of ['dist', 'site']) {
    await cp(path.join(root, built), path.join(folder, built), { recursive: true });
  }
  // A folder of links, so that tools keep their own files in it (.vite-temp).
  const packages = path.join(folder, 'node_modules');
  await mkdir(packages);
  for (const name of await readdir(path.join(root, 'node_modules'))) {
    if (!name.startsWith('.'))
      await symlink(path.join(root, 'node_modules', name), path.join(packages, name));
  }
  await mkdir(path.join(folder, '.home'));
  // -h: links themselves, not what they name.
  if (isRoot) await execute('chown', ['-hR', `${nobody}:${nobody}`, folder]);
  return { folder, remove };
}

/**
 * A compiler of one changed file at a time: gives its JavaScript, or undefined where the types do
 * not allow the change or the JavaScript is what it was.
 * @param {Tree} tree
 */
export async function openCompiler({ folder }) {
  const project = path.join(folder, 'tsconfig.mutate.json');
  // Names that a change leaves unused would not stop a program.
  const compilerOptions = {
    incremental: true,
    tsBuildInfoFile: 'mutate.tsbuildinfo',
    noEmitOnError: true,
    declaration: false,
    sourceMap: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowUnreachableCode: true,
  };
  await writeFile(project, JSON.stringify({ extends: './tsconfig.json', compilerOptions }));
  const compiler = path.join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
  const compile = () => execute(process.execPath, [compiler, '-p', project], { cwd: folder });
  await compile();
  return {
    /** @type {(file: string, changed: string) => Promise<string | undefined>} */
    async compile(file, changed) {
      const source = path.join(folder, file);
      const target = path.join(folder, builtPath(file));
      const [original, built] = await Promise.all([
        readFile(source, 'utf8'),
        readFile(target, 'utf8'),
      ]);
      await writeFile(source, changed);
      try {
        await compile();
        const mutant = await readFile(target, 'utf8');
        return mutant === built ? undefined : mutant;
      } catch (error) {
        // 1 and 2: errors in the code, without and with files written.
        if (![1, 2].includes(/** @type {any} */ (error).code)) throw error;
        return undefined;
      } finally {
        await writeFile(source, original);
        await writeFile(target, built);
      }
    },
  };
}

/**
 * Writes the JavaScript of a source into a copy; gives what puts it back.
 * @param {Tree} tree
 * @param {string} file
 * @param {string} javascript
 */
export async function installMutant({ folder }, file, javascript) {
  const target = path.join(folder, builtPath(file));
  const original = await readFile(target);
  await writeFile(target, javascript);
  return () => writeFile(target, original);
}

/**
 * Runs test files one after another until one fails. A run past its limit is killed, with the
 * processes that it started.
 * @param {Tree} tree
 * @param {readonly string[]} files
 * @param {{ root: string, limitSeconds: number }} options
 * @returns {Promise<Tried>}
 */
export function runTests({ folder }, files, { root, limitSeconds }) {
  const vitest = path.join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--no-file-parallelism', '--bail', '1', ...files];
  const home = path.join(folder, '.home');
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...args], {
      cwd: folder,
      detached: true,
      ...(isRoot && { uid: nobody, gid: nobody }),
      env: {
        ...process.env,
        HOME: home,
        TMPDIR: home,
        PARETO_SHARED: process.env['PARETO_SHARED'] ?? path.resolve(root, '../shared'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    const stop = () => process.kill(-Number(child.pid), 'SIGKILL');
    // Before the copy is removed, into which it may write.
    process.prependOnceListener('exit', stop);
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, limitSeconds * 1000);
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(timer);
      process.off('exit', stop);
      const outcome = late ? 'timed out' : status === 0 ? 'passed' : 'failed';
      resolve({ outcome, seconds: (performance.now() - started) / 1000, output });
    });
  });
}

/** Where the JavaScript of a source lies. */
function builtPath(/** @type {string} */ file) {
  return file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
}
