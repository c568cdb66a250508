// Makes a release: checks, version, changelog, commit, tag, tarball. Publishes nothing; the last
// line says how.
//
//   npm run release -- 0.3.0             all of it
//   npm run release -- 0.3.0 --dry-run   says what it would do, and checks that it could
//
// CHANGELOG.md must already have a section for the version: what changed is written when it changes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { changelogSection, isLater } from './release/changelog.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const [version, ...flags] = process.argv.slice(2);
const dryRun = flags.includes('--dry-run');

/**
 * Runs a program in the checkout, shows what it prints, and gives it back.
 * @param {string[]} command
 */
function run([program = '', ...args]) {
  const ended = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { status, stdout, stderr } = ended;
  assert.equal(status, 0, `${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout.trim();
}

/**
 * A step that changes something: only told in a dry run.
 * @param {string[]} command
 */
function change(command) {
  console.log(`${dryRun ? 'would run' : '$'} ${command.join(' ')}`);
  return dryRun ? '' : run(command);
}

try {
  assert.match(version ?? '', /^\d+\.\d+\.\d+$/, 'expected a version, such as 0.3.0');
  const wanted = version ?? '';
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  assert.ok(
    wanted === manifest.version || isLater(wanted, manifest.version),
    `${wanted} is not later than ${manifest.version}`,
  );
  const section = changelogSection(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), wanted);
  assert.ok(section, `CHANGELOG.md has no section ## ${wanted}; write what changed`);
  assert.equal(run(['git', 'status', '--porcelain']), '', 'the checkout has changes; commit them');
  assert.equal(run(['git', 'tag', '--list', `v${wanted}`]), '', `the tag v${wanted} is there`);

  for (const script of ['lint', 'types', 'knip', 'test', 'lint:package', 'check-pack']) {
    console.log(`$ npm run ${script}`);
    run(['npm', 'run', script]);
  }
  if (wanted !== manifest.version) {
    change(['npm', 'version', wanted, '--no-git-tag-version', '--ignore-scripts']);
    change(['npm', 'run', 'lock']);
    change(['git', 'commit', '--all', '--message', `chore: release ${wanted}`]);
  }
  change(['git', 'tag', '--annotate', `v${wanted}`, '--message', `${wanted}\n\n${section}`]);
  change(['npm', 'pack']);
  console.log(
    `paretobench-${wanted}.tgz is ready: npm publish paretobench-${wanted}.tgz, git push --tags`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
