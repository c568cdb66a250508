// Packs the program, installs the tarball into an empty folder as a user would, and uses it there:
// version, a sweep, the leaderboard, the library from JavaScript and TypeScript, and the parts that need an optional package, each
// installed by the command that the program itself names. Needs the npm registry and nothing else.
//
//   npm run check-pack
//   npm run check-pack -- "npx --yes npm@10"       with another npm
//   npm run check-pack -- "npx --yes pnpm"         or pnpm
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manager = process.argv[2] ?? 'npm';
const add = /\bpnpm\b/.test(manager) ? 'add' : 'install';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'pareto-pack-'));
const user = path.join(scratch, 'user');

/** What `npm run` sets describes this checkout and would be taken for the user's project. */
const ours =
  /^(npm_(package|lifecycle|command|execpath|node_execpath|config_(local_)?prefix|config_user_agent)|INIT_CWD$)/;
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !ours.test(name)),
);

/**
 * Runs a command line and gives what it printed.
 * @param {string} command
 * @param {{ cwd?: string, status?: number }} [options]
 */
function run(command, { cwd = user, status = 0 } = {}) {
  console.log(`$ ${command}`);
  const ended = spawnSync(command, {
    ...{ cwd, shell: true, encoding: 'utf8', maxBuffer: 2 ** 28 },
    env: { ...environment, PARETO_CACHE: path.join(scratch, 'cache') },
  });
  const { stdout, stderr } = ended;
  assert.equal(ended.status, status, `${command} ended with ${ended.status}:\n${stdout}${stderr}`);
  return { stdout, stderr };
}

const pareto = (/** @type {string} */ args, status = 0) => run(`npx pareto ${args}`, { status });

/** Fails where a package wants to run a script: npm 10 runs it, npm 11 warns, pnpm 11 fails. */
function install(/** @type {string} */ what) {
  const { stdout, stderr } = run(`${manager} ${add} ${what}`);
  const told = `${stdout}${stderr}`;
  assert.doesNotMatch(told, /install-scripts|allowScripts|ignored build scripts/i);
}

/** A consumer in TypeScript, with no types but the package's own. */
function checkTypes() {
  copyFileSync(path.join(root, 'test/fixtures/consumer.ts'), path.join(user, 'consumer.ts'));
  for (const [module, moduleResolution] of [
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ]) {
    const compilerOptions = {
      ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
      ...{ module, moduleResolution, target: 'ES2022', lib: ['ES2023', 'DOM'], types: [] },
    };
    const config = { compilerOptions, files: ['consumer.ts'] };
    writeFileSync(path.join(user, 'tsconfig.json'), JSON.stringify(config));
    run(`node "${path.join(root, 'node_modules/typescript/bin/tsc')}" -p .`);
  }
}

/** Installs what the program says that a codec lacks, by its own words. */
function installFor(/** @type {string} */ codec) {
  const { available } = JSON.parse(pareto(`codecs ${codec} --json`).stdout);
  const command = /`(?:npm install|pnpm add) ([^`]+)`/.exec(available)?.[1];
  assert.ok(command, `no command to install what ${codec} lacks: ${available}`);
  const refused = pareto(`sweep --codec ${codec} --limit 1`, 2).stderr;
  assert.ok(refused.includes(command), `the sweep does not say what to install: ${refused}`);
  assert.doesNotMatch(refused, /^ +at /m);
  install(command);
}

try {
  const { version, exports = {} } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  run(`npm pack --pack-destination "${scratch}"`, { cwd: root });
  mkdirSync(user);
  writeFileSync(
    path.join(user, 'package.json'),
    '{ "name": "user", "version": "9.9.9", "private": true, "type": "module" }\n',
  );
  install(`"${path.join(scratch, `paretobench-${version}.tgz`)}"`);
  const lock = path.join(user, 'node_modules', '.package-lock.json');
  if (existsSync(lock)) assert.doesNotMatch(readFileSync(lock, 'utf8'), /hasInstallScript/);

  assert.equal(pareto('--version').stdout.trim(), version);
  const metrics = JSON.parse(pareto('metrics --json').stdout);
  assert.equal(
    metrics.find((/** @type {{ id: string }} */ { id }) => id === 'psnr').available,
    true,
  );
  pareto('sweep --codec png,jxl:quality=80 --limit 2 --metrics available --out results');
  pareto('leaderboard --out results');
  const usual = pareto('sweep --codec png --limit 1 --out usual').stderr;
  assert.match(usual, /^warning: lpips-alex is left out: .*(npm install|pnpm add)/m);
  assert.ok(existsSync(path.join(user, 'results/page/index.html')));

  for (const door of Object.keys(exports)) {
    const name = path.posix.join('paretobench', door);
    if (door.endsWith('.json')) continue;
    writeFileSync(path.join(user, 'import.js'), `await import('${name}');\n`);
    run('node import.js');
  }

  checkTypes();
  const { stdout } = run('node node_modules/paretobench/examples/publish-results.js');
  assert.match(stdout, /settings unchanged, 0 regressions/);

  installFor('sprig');
  const learned = pareto('sweep --codec sprig:quality=50 --limit 1 --out learned');
  assert.match(learned.stdout, /lpips-alex/);
  assert.doesNotMatch(learned.stderr, /left out/);
  installFor('heic');
  assert.doesNotMatch(pareto('codecs heic').stdout, /koffi/);
  console.log(`paretobench ${version} installs and works by ${manager}, Node ${process.version}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
