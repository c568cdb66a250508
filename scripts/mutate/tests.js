import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { walk } from './candidates.js';

/**
 * The tests that concern a file, nearest first.
 * @typedef {{ near: string[], far: string[] }} Concern
 */

/**
 * Who names whom: from every file to those that import it or name its path in a text (a process
 * that is started, a registry's lazy loader). Imports of types alone do not count.
 * @param {string} root the project's folder
 * @param {readonly string[]} files paths in it: sources and tests
 * @returns {Promise<Map<string, Set<string>>>}
 */
export async function readNamers(root, files) {
  const known = new Set(files);
  /** @type {Map<string, Set<string>>} */
  const namers = new Map();
  for (const file of files) {
    for (const name of namesIn(file, await readFile(path.join(root, file), 'utf8'))) {
      const target = resolveName(file, name);
      if (target === undefined || !known.has(target)) continue;
      namers.set(target, (namers.get(target) ?? new Set()).add(file));
    }
  }
  return namers;
}

/**
 * The tests that reach a source through imports. `near`: the test that mirrors it, and those of its
 * room that import it themselves. `far`: the others of its room, by the length of the way, then the
 * `others` nearest of other rooms.
 * @param {string} source such as src/curves/bdrate.ts
 * @param {ReadonlyMap<string, ReadonlySet<string>>} namers
 * @param {number} others
 * @returns {Concern}
 */
export function testsOf(source, namers, others) {
  const steps = stepsFrom(source, namers);
  const mirror = source.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
  const room = `test/${source.split('/')[1]}/`;
  const tests = [...steps.keys()]
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => ({ file, steps: file === mirror ? 0 : Number(steps.get(file)) }))
    .sort((a, b) => a.steps - b.steps || (a.file < b.file ? -1 : 1));
  const own = tests.filter(({ file }) => file.startsWith(room));
  const foreign = tests.filter(({ file }) => !file.startsWith(room)).slice(0, others);
  const name = (/** @type {{ file: string }} */ { file }) => file;
  return {
    near: own.filter(({ steps }) => steps <= 1).map(name),
    far: [...own.filter(({ steps }) => steps > 1), ...foreign].map(name),
  };
}

/** How many imports lie between a file and each that reaches it. */
function stepsFrom(
  /** @type {string} */ source,
  /** @type {ReadonlyMap<string, ReadonlySet<string>>} */ namers,
) {
  const steps = new Map([[source, 0]]);
  // The map grows while it is passed through: a search in breadth.
  for (const [file, count] of steps) {
    for (const namer of namers.get(file) ?? []) {
      if (!steps.has(namer)) steps.set(namer, count + 1);
    }
  }
  return steps;
}

/** All texts of a file that may be paths of others. @type {(file: string, source: string) => string[]} */
function namesIn(file, source) {
  /** @type {string[]} */
  const names = [];
  walk(/** @type {any} */ (parseSync(file, source).program), [], (node, ancestors) => {
    const around = [...ancestors, node].find(({ type }) => /^(Import|Export)/.test(type));
    if (around?.['importKind'] === 'type' || around?.['exportKind'] === 'type') return;
    if (node.type === 'Literal' && typeof node['value'] === 'string') names.push(node['value']);
  });
  return names;
}

/** The path in the project that a name stands for, seen from a file. @type {(file: string, name: string) => string | undefined} */
function resolveName(file, name) {
  const typescript = name.replace(/\.js$/, '.ts');
  if (name.startsWith('#src/')) return typescript.slice(1);
  if (!name.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(file), typescript);
  return target.replace(/^dist\//, 'src/');
}
