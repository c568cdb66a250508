import { spawn } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError, WorkError, wrongOption } from '../base/errors.js';
import { makeFolder } from '../base/make-folder.js';
import { openGuard } from '../runtimes/processes/guard.js';
import type { ModelCard } from './card.js';
import { projectModels } from './catalogue.js';
import { planLevels } from './export-levels.js';
import { cachedModels } from './locate.js';

export interface ModelExportOptions {
  /** What `export.py --weights` takes: a source that the card names, `random:SEED`, or a file. */
  readonly weights?: string | undefined;
  /** A Python that has the packages of requirements.txt; without it one is set up. */
  readonly python?: string | undefined;
  /** Folder to write to. */
  readonly out?: string | undefined;
  /** Of a codec with levels: which, `1,3,6`; without it all of them. */
  readonly quality?: string | undefined;
  /** Of a codec with levels: what the weights were trained for, `mse` unless told. */
  readonly tuned?: string | undefined;
  /** Of a codec with levels: a file of weights of the same class, in place of the official ones. */
  readonly checkpoint?: string | undefined;
}

/** What an export is going to do, worked out before anything is done. */
export interface ModelExportPlan {
  readonly id: string;
  /** The script, run by `python`, that does the work. */
  readonly script: string;
  readonly python: string;
  /** Folder of the Python environment to be set up first, or null. */
  readonly environment: string | null;
  readonly weights: string;
  /** What the script is given beside weights and folder. */
  readonly args: readonly string[];
  /** The file of packages that the environment is set up with. */
  readonly requirements: string;
  readonly out: string;
  /** What is going to be downloaded, for people. */
  readonly downloads: readonly string[];
}

/**
 * Plans an export. Folders are the project's own where they can be written to, else the user's cache:
 * an installed package is replaced with all that lies in it.
 * @throws UsageError for weights that are neither known nor a file
 */
export async function planExport(
  card: ModelCard,
  { weights = card.weights[0]?.name ?? '', python, out, ...asked }: ModelExportOptions = {},
): Promise<ModelExportPlan> {
  const { id, weights: sources, requirements } = card;
  if (sources.length === 0) throw new UsageError(`the model ${id} has no export`);
  const source = sources.find(({ name }) => name === weights);
  const isFile = source === undefined && (await canAccess(weights, constants.R_OK));
  if (source === undefined && !isFile && !/^random:\d+$/.test(weights)) {
    const known = sources.map(({ name }) => name).join(', ');
    const expected = `one of ${known}, random:SEED or a .pth or .safetensors file`;
    throw wrongOption('weights', expected, weights);
  }
  const writable = !isInstalled(projectModels) && (await canAccess(projectModels, constants.W_OK));
  const folder = path.basename(requirements, '.txt').replace('requirements', '.venv');
  const home = writable ? path.join(projectModels, folder) : cachedModels(folder);
  const levels = await planLevels(card, asked);
  const own = pythonOf(home);
  const ready = await canAccess(path.join(home, 'ready'), constants.R_OK);
  const environment = python === undefined && !ready ? home : null;
  const packages = `PyTorch and the rest of models/${requirements}: on disk 5.5 GB with its build for CUDA, far less with its CPU build, which is tried first`;
  return {
    id,
    script: path.join(projectModels, id, 'export.py'),
    python: python ?? own,
    environment,
    weights: isFile ? path.resolve(weights) : weights,
    args: levels.args,
    requirements,
    out: path.resolve(out ?? (writable ? path.join(projectModels, id) : cachedModels(id))),
    downloads: [
      ...(environment === null ? [] : [packages]),
      ...(source === undefined || levels.files !== null
        ? []
        : [
            `${source.what}${source.megabytes === undefined ? '' : `: ${source.megabytes} MB`}, if not there yet`,
          ]),
      ...(levels.files ?? []),
    ],
  };
}

/** How an export is run. */
export interface ModelExportRun {
  /** Told what the programs print, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Ends the program that is running. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does what was planned.
 * @throws WorkError naming the step that failed, with the end of what it printed; the signal's reason
 */
export async function runExport(
  plan: ModelExportPlan,
  options: ModelExportRun = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  if (plan.environment !== null) await setUp(plan.environment, plan.requirements, options);
  makeFolder(plan.out);
  const args = [plan.script, '--weights', plan.weights, '--out', plan.out, ...plan.args];
  await run(plan.python, args, { what: `the export of ${plan.id}`, ...options });
}

async function setUp(folder: string, packages: string, options: ModelExportRun): Promise<void> {
  const base = process.platform === 'win32' ? 'python' : 'python3';
  await run(base, ['-m', 'venv', folder], { what: `setting up Python in ${folder}`, ...options });
  const python = pythonOf(folder);
  const requirements = path.join(projectModels, packages);
  const lines = (await readFile(requirements, 'utf8')).split('\n');
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check'];
  if (process.platform === 'linux') {
    // The general index has only builds with CUDA for Linux; without PyTorch's own it must do.
    const torch = lines.filter((line) => /^torch(vision)?==/.test(line));
    const index = ['--index-url', 'https://download.pytorch.org/whl/cpu', '--retries', '0'];
    const what = 'installing PyTorch';
    await run(python, [...install, ...index, ...torch], { what, ...options }).catch(() => {});
  }
  const what = `installing models/${packages}`;
  await run(python, [...install, '-r', requirements], { what, ...options });
  await run(python, ['-c', 'import pathlib, sys; pathlib.Path(sys.prefix, "ready").touch()'], {
    what: 'setting up Python',
    ...options,
  });
}

function pythonOf(environment: string): string {
  return process.platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');
}

/** Whether a folder belongs to a package that a package manager has put there. */
export function isInstalled(folder: string): boolean {
  return folder.split(path.sep).includes('node_modules');
}

async function canAccess(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** Characters of what a program printed that an error carries. */
const outputKept = 2000;

async function run(
  program: string,
  args: readonly string[],
  { what, onOutput, signal }: ModelExportRun & { readonly what: string },
): Promise<void> {
  signal?.throwIfAborted();
  const guard = openGuard();
  const env = { ...process.env, ...guard.env };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = `${printed}${text}`.slice(-outputKept);
      onOutput?.(text);
    });
  }
  const gone = guard.watch(child.pid);
  const stop = (): boolean => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', ({ message }) => {
        reject(
          new WorkError(`${what} failed: ${message}; it needs Python 3.9 to 3.12`, {
            code: 'command-failed',
          }),
        );
      });
      child.once('close', (status, killedBy) => {
        if (signal?.aborted) reject(signal.reason);
        else if (status === 0) resolve();
        else
          reject(
            new WorkError(`${what} failed with ${killedBy ?? `exit status ${status}`}`, {
              code: 'command-failed',
              data: { printed },
            }),
          );
      });
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    gone();
    guard.close();
  }
}
