import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scratch } from '../support/scratch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The commands of the page, in their order. */
const commands = readFileSync(path.join(root, 'docs/tutorial.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('    '))
  .map((line) => line.trim());

/** What some of them print. */
const printed: readonly (readonly [start: string, expected: RegExp])[] = [
  ['npx pareto pick', /^For these 4 pictures at ssimulacra2 75 use \w+:quality=\d+: [\d.]+ kB/],
  ['npx pareto score', /^ssimulacra2 +\d/m],
  ['npx pareto estimate', /avif:quality=55.*webp:quality=75/s],
  ['npx pareto leaderboard', /quantise-deflate/],
  ['npx pareto publish', /the page is in public/],
  ['npx pareto compare', /no change at 9 of 9 settings/],
  ['npx pareto import', /curve +photos +2 +psnr +added/],
  ['npx pareto sweep --codec avif', /avif:speed=9,quality=60.*enc MP\/s/s],
  ['npx pareto export --kind timing', /rows in times\.csv/],
];

// A minute or two on two idle cores.
test('every command of the tutorial does what the page says, in its order', {
  timeout: 900_000,
}, () => {
  const folder = scratch();
  const bin = path.join(folder, 'bin');
  const work = path.join(folder, 'work');
  mkdirSync(bin);
  mkdirSync(work);
  const main = path.join(root, 'dist/cli/main.js');
  writeFileSync(path.join(bin, 'npx'), `#!/bin/sh\nshift\nexec node '${main}' "$@"\n`);
  chmodSync(path.join(bin, 'npx'), 0o755);
  for (const name of ['datasets', 'examples']) {
    symlinkSync(path.join(root, name), path.join(work, name));
  }
  writeFileSync(path.join(work, 'curve.csv'), 'bpp,psnr\n1,32\n2,36\n');
  const env = {
    ...process.env,
    ...{ PATH: `${bin}:${process.env['PATH']}`, PARETO_CACHE: path.join(folder, 'cache') },
  };
  expect(commands.length).toBeGreaterThan(14);
  for (const command of commands) {
    const ended = spawnSync('bash', ['-c', command], { cwd: work, env, encoding: 'utf8' });
    expect([command, ended.status, ended.stderr]).toEqual([command, 0, expect.anything()]);
    const expected = printed.find(([start]) => command.startsWith(start))?.[1] ?? /^/;
    expect(ended.stdout, command).toMatch(expected);
  }
});
