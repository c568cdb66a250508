import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { applyChange } from './candidates.js';
import { filesBelow } from './room.js';
import { readNamers, testsOf } from './tests.js';
import { copyTree, installMutant, openCompiler, runTests } from './tree.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */
/** @typedef {import('./tree.js').Tree} Tree */

/**
 * What became of a change. Caught: a test failed. Late: the tests ran past their limit, and again
 * past one that was measured anew, without the change, on the machine as busy as it was then.
 * Invalid: it does not build. Equivalent: listed as altering nothing.
 * @typedef {'caught' | 'late' | 'survived' | 'invalid' | 'equivalent'} Outcome
 * @typedef {{ candidate: Candidate, outcome: Outcome }} Judged
 */

/**
 * @typedef {object} Options
 * @property {string} root the project's folder
 * @property {number} count changes to run, besides the invalid and the equivalent
 * @property {number} others test files of other rooms for each source
 * @property {number} workers copies of the project that are tested at a time
 * @property {readonly import('./equivalents.js').Equivalent[]} equivalents
 */

/**
 * Tries changes in their order until `count` of them were run.
 * @param {readonly Candidate[]} order
 * @param {Options} options
 * @returns {Promise<Judged[]>}
 */
export async function measure(order, { root, count, others, workers, equivalents }) {
  /** @type {Tree[]} */
  const trees = [];
  try {
    for (let i = 0; i < Math.max(1, workers); i++) trees.push(await copyTree(root));
    const { judged, mutants } = await build(order, { root, count, equivalents });
    // Out of a copy: the project may be worked on in the meantime.
    const { folder } = /** @type {Tree} */ (trees[0]);
    const files = [
      ...(await filesBelow(folder, 'src', '.ts')),
      ...(await filesBelow(folder, 'test', '.ts')),
    ];
    const namers = await readNamers(folder, files);
    const concerns = new Map(
      mutants.map(({ candidate: { file } }) => [file, testsOf(file, namers, others)]),
    );
    const seconds = await timeTests(/** @type {Tree} */ (trees[0]), root, [...concerns.values()]);
    await inTrees(trees, mutants, async (tree, { candidate, javascript, verdict }) => {
      const restore = await installMutant(tree, candidate.file, javascript);
      const { near, far } = concerns.get(candidate.file) ?? { near: [], far: [] };
      verdict.outcome = 'survived';
      for (const tests of [near, far]) {
        if (verdict.outcome !== 'survived' || tests.length === 0) continue;
        const usual = tests.reduce((sum, test) => sum + (seconds.get(test) ?? 0), 0);
        const limitSeconds = 30 + 5 * usual;
        let { outcome } = await runTests(tree, tests, { root, limitSeconds });
        if (outcome === 'timed out') {
          // Because of the change, or because the machine is busy?
          await restore();
          const unchanged = await runTests(tree, tests, { root, limitSeconds: 1800 });
          await installMutant(tree, candidate.file, javascript);
          const again = Math.max(limitSeconds, 30 + 5 * unchanged.seconds);
          ({ outcome } = await runTests(tree, tests, { root, limitSeconds: again }));
        }
        if (outcome !== 'passed') verdict.outcome = outcome === 'failed' ? 'caught' : 'late';
      }
      const survives = verdict.outcome === 'survived';
      process.stderr.write(survives ? `\nsurvived: ${candidate.key}\n` : '.');
      await restore();
    });
    process.stderr.write('\n');
    return judged;
  } finally {
    for (const { remove } of trees) await remove();
  }
}

/**
 * Builds changes until `count` are there to be run.
 * @param {readonly Candidate[]} order
 * @param {Pick<Options, 'root' | 'count' | 'equivalents'>} options
 */
async function build(order, { root, count, equivalents }) {
  const known = new Set(equivalents.map(({ key }) => key));
  const tree = await copyTree(root);
  try {
    const compiler = await openCompiler(tree);
    /** @type {Judged[]} */
    const judged = [];
    /** @type {{ candidate: Candidate, javascript: string, verdict: Judged }[]} */
    const mutants = [];
    for (const candidate of order) {
      if (mutants.length === count) break;
      if (known.has(candidate.key)) {
        judged.push({ candidate, outcome: 'equivalent' });
        continue;
      }
      const source = await readFile(path.join(tree.folder, candidate.file), 'utf8');
      const javascript = await compiler.compile(candidate.file, applyChange(source, candidate));
      /** @type {Judged} */
      const verdict = { candidate, outcome: 'invalid' };
      judged.push(verdict);
      if (javascript !== undefined) mutants.push({ candidate, javascript, verdict });
    }
    return { judged, mutants };
  } finally {
    await tree.remove();
  }
}

/**
 * Runs the tests once without a change: gives the seconds of each file.
 * @param {Tree} tree
 * @param {string} root
 * @param {readonly import('./tests.js').Concern[]} concerns
 */
async function timeTests(tree, root, concerns) {
  const tests = [...new Set(concerns.flatMap(({ near, far }) => [...near, ...far]))];
  if (tests.length === 0) return new Map();
  const report = path.join(tree.folder, 'mutate.json');
  const reporters = ['--reporter=json', `--outputFile=${report}`];
  const { outcome, output } = await runTests(tree, [...tests, ...reporters], {
    root,
    limitSeconds: 1800,
  });
  if (outcome !== 'passed') {
    throw new Error(
      `the tests of the room have to pass without a change; they ${outcome}:\n${output}`,
    );
  }
  const { testResults } = JSON.parse(await readFile(report, 'utf8'));
  return new Map(
    testResults.map((/** @type {{ name: string, startTime: number, endTime: number }} */ file) => [
      path.relative(tree.folder, file.name).split(path.sep).join('/'),
      (file.endTime - file.startTime) / 1000,
    ]),
  );
}

/**
 * Does the work for every item, in each tree one at a time.
 * @template T
 * @param {readonly Tree[]} trees
 * @param {readonly T[]} items
 * @param {(tree: Tree, item: T) => Promise<void>} work
 */
async function inTrees(trees, items, work) {
  const left = [...items];
  await Promise.all(
    trees.map(async (tree) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(tree, item);
    }),
  );
}
