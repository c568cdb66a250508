import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { scratch } from './support/scratch.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const workflow = readFileSync(path.join(root, 'examples/github/codec.yml'), 'utf8');

/** The script of a step of the workflow. */
function step(name: string): string {
  const found = new RegExp(
    `- name: ${name}\\n(?: +if: .*\\n)? +run: (?:\\|\\n((?: {10,}.*\\n)+)|(.*)\\n)`,
  ).exec(workflow);
  return found![1]?.replaceAll(/^ {10}/gm, '') ?? found![2]!;
}

/** A codec of a program: the samples deflated after `step` bits are cleared, with waste behind them. */
const program = (waste: number) => `import { deflateSync, inflateSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
const [, , way, from, to, bits] = process.argv;
const bytes = readFileSync(from);
if (way === 'encode') {
  const head = bytes.indexOf('255\\n') + 4;
  const cleared = bytes.map((byte, i) => (i < head ? byte : (byte >> Number(bits)) << Number(bits)));
  writeFileSync(to, Buffer.concat([deflateSync(cleared), Buffer.alloc(${waste}, 1)]));
} else writeFileSync(to, inflateSync(bytes));
`;

const recipe = {
  ...{ paretoCodec: 1, id: 'mine', title: 'Mine', extension: 'mine', input: 'ppm', output: 'ppm' },
  encode: ['node', '{recipe}/codec.mjs', 'encode', '{input}', '{output}', '{bits}'],
  decode: ['node', '{recipe}/codec.mjs', 'decode', '{input}', '{output}'],
  files: ['codec.mjs'],
  settings: {
    bits: { type: 'integer', min: 0, max: 7, default: 3, sweep: [5, 3], meaning: 'bits cleared' },
  },
};

async function repository(folder: string, waste: number): Promise<void> {
  mkdirSync(path.join(folder, 'pictures'), { recursive: true });
  writeFileSync(path.join(folder, 'codec.mjs'), program(waste));
  writeFileSync(path.join(folder, 'codec.json'), JSON.stringify(recipe));
  for (let n = 0; n < 8; n++) {
    const data = Uint8Array.from({ length: 32 * 24 * 3 }, (_, i) => (i * (n + 3)) % 251);
    const png = await encodePng(
      createRaster({ width: 32, height: 24, channels: 3, depth: 8, data }),
    );
    writeFileSync(path.join(folder, 'pictures', `${n}.png`), png);
  }
}

test('the workflow passes a codec that is as good, and fails one that is worse', async () => {
  const folder = scratch();
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  const main = path.join(root, 'dist/cli/main.js');
  writeFileSync(path.join(bin, 'pareto'), `#!/bin/sh\nexec node '${main}' "$@"\n`);
  chmodSync(path.join(bin, 'pareto'), 0o755);
  const env = {
    ...process.env,
    ...{ PATH: `${bin}:${process.env['PATH']}`, PARETO_CACHE: path.join(folder, 'cache') },
    ...{ CODEC: 'cli:codec.json', PICTURES: 'pictures', BUILD: 'true' },
  };
  const run = (name: string, cwd: string) =>
    spawnSync('bash', ['-eo', 'pipefail', '-c', step(name)], { cwd, env, encoding: 'utf8' });
  for (const [waste, status] of [
    [0, 0],
    [400, 1],
  ] as const) {
    const job = path.join(folder, String(waste));
    await repository(path.join(job, 'base'), 0);
    await repository(path.join(job, 'head'), waste);
    expect(run('Build', job).status).toBe(0);
    const measured = run('Measure', job);
    expect([measured.status, measured.stderr]).toEqual([0, expect.not.stringContaining('pareto:')]);
    const compared = run('Compare', job);
    expect([waste, compared.status, compared.stderr]).toEqual([
      ...[waste, status, status === 0 ? '' : expect.stringContaining('regressions; first:')],
    ]);
    expect(run('Make a page', job).status).toBe(0);
    execFileSync('test', ['-s', path.join(job, 'page/index.html')]);
  }
});

test('what the container is made by is what a clone can do', () => {
  const text = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  expect(text).toContain('npm ci && npm pack');
  expect(text.indexOf('USER 1000')).toBeLessThan(text.indexOf('ENTRYPOINT ["pareto"]'));
  expect(text.indexOf('USER 1000')).toBeGreaterThan(0);
});
