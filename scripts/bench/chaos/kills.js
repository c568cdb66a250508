import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { inScratch } from '../report.js';
import { run, start, untilGone } from './program.js';
import { setScene, writeResults } from './scene.js';
import { checkBoard, checkCurves, checkPage, checkTable, leftovers } from './whole.js';
import { figure } from './writers.js';

/** All that it started has to be gone so many seconds after it was killed. */
const graceSeconds = 10;

/**
 * A command that is killed, and the folders that it begins without. `check` looks at what is on disk
 * just after the kill; what it gives looks again when the same command has run to its end. Both give
 * what is wrong.
 * @typedef {{ name: string, args: string[], fresh: string[], check: () => { wrong: string[], later: () => string[] } }} Victim
 */

/**
 * A hundred kills at random moments, drawn from the seed, half of them just after a first write: sweeps of rate and distortion, of times,
 * leaderboards, exports. After each the same command is run to its end.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function chaos({ seed, share }) {
  const kills = Math.max(5, Math.round(100 * share));
  return inScratch(async (folder) => {
    const victims = await makeVictims(folder);
    const random = mersenne(seed);
    /** @type {Map<string, number>} */
    const seconds = new Map();
    for (const { name, args, fresh } of victims) {
      clean(fresh);
      const begin = performance.now();
      const { status, stderr } = await run(args, { folder });
      if (status !== 0) throw new Error(`${name} fails without any kill: ${stderr}`);
      seconds.set(name, (performance.now() - begin) / 1000);
    }
    /** @type {Record<string, { kills: number, wrong: string[], running: string[], left: string[] }>} */
    const told = {};
    for (let nth = 0; nth < kills; nth++) {
      const victim = victims[nth % victims.length];
      if (victim === undefined) break;
      const { name, args, fresh } = victim;
      told[name] ??= { kills: 0, wrong: [], running: [], left: [] };
      const entry = told[name];
      // Every other one while something is being written; again where it came too late.
      const whileWriting = Math.floor(nth / victims.length) % 2 === 0;
      let running = false;
      const mark = `${process.pid}.${seed}.${nth}`;
      for (let turn = 0; !running && turn < 20; turn++) {
        clean(fresh);
        const share = uniformFloat64(random);
        const { child, ended } = start(args, { folder, mark });
        if (whileWriting) {
          await firstWrite(folder, ended);
          await sleep(30 * share);
        } else await sleep(1000 * share * (seconds.get(name) ?? 1));
        running = child.exitCode === null;
        child.kill('SIGKILL');
        await ended;
        entry.running.push(...(await untilGone(mark, graceSeconds)));
      }
      if (!running) throw new Error(`${name} ended before every kill`);
      entry.kills += 1;
      const { wrong, later } = victim.check();
      entry.wrong.push(...wrong);
      const again = await run(args, { folder, mark });
      if (again.status !== 0) entry.wrong.push(`status ${again.status}: ${again.stderr.trim()}`);
      entry.running.push(...(await untilGone(mark, graceSeconds)));
      entry.wrong.push(...later());
      entry.left.push(...leftovers(folder));
    }
    return Object.entries(told).flatMap(([name, { kills, wrong, running, left }]) => {
      for (const each of [...wrong, ...running, ...left].slice(0, 10))
        console.log(`    ${name}: ${each}`);
      const what = `${kills} kills of ${name}`;
      return [
        figure(`${what}: lost, torn or measured twice`, wrong.length),
        figure(`${what}: processes that ran on`, running.length),
        figure(`${what}: files that lie about after the next start`, left.length),
      ];
    });
  });
}

/**
 * Until something is written below a folder, besides what sweeps read, or the program has ended.
 * @param {string} folder
 * @param {Promise<unknown>} ended
 */
async function firstWrite(folder, ended) {
  /** @type {() => void} */
  let tell = () => {};
  /** @type {Promise<void>} */
  const written = new Promise((resolve) => {
    tell = resolve;
  });
  const watcher = watch(folder, { recursive: true }, tell);
  await Promise.race([written, ended]);
  watcher.close();
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param {readonly string[]} folders */
function clean(folders) {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
}

/**
 * @param {string} folder
 * @returns {Promise<Victim[]>}
 */
async function makeVictims(folder) {
  const { photos, recipe } = await setScene(folder);
  const [swept, timed, results] = ['swept', 'timed', 'results'].map((each) =>
    path.join(folder, each),
  );
  if (swept === undefined || timed === undefined || results === undefined) throw new Error();
  const table = path.join(folder, 'table.csv');
  const curves = path.join(folder, 'curves');
  writeResults(results, 200);
  mkdirSync(curves);
  const sweep = ['sweep', '--dataset', photos, '--codec', `raw,png,webp:quality=50,cli:${recipe}`];
  return [
    {
      name: 'sweeps',
      args: [...sweep, '--metrics', 'psnr', '--jobs', '2', '--out', swept],
      fresh: [swept],
      check: () => checkRecords(path.join(swept, 'rd')),
    },
    {
      name: 'timing runs',
      args: [
        ...[...sweep, '--measure', 'timing', '--passes', '3', '--testbed', 'here'],
        ...['--out', timed],
      ],
      fresh: [timed],
      check: () => checkTimes(path.join(timed, 'timing')),
    },
    {
      name: 'leaderboards',
      args: ['leaderboard', '--out', results],
      fresh: [],
      check: () => checkAll([() => checkBoard(results), () => checkPage(results)]),
    },
    {
      name: 'exports of a table',
      args: ['export', '--out', results, '--to', table],
      fresh: [],
      check: () => checkAll([() => checkTable(table, 1 + 10 * 200)]),
    },
    {
      name: 'exports of curves',
      args: ['export', '--out', results, '--format', 'compressai', '--to', curves],
      fresh: [],
      check: () => checkAll([() => checkCurves(curves)]),
    },
  ];
}

/** @param {readonly (() => string | null)[]} checks */
function checkAll(checks) {
  const now = () => checks.map((check) => check()).filter((wrong) => wrong !== null);
  return { wrong: now(), later: now };
}

/**
 * Records that were there are there afterwards, as they were, and nothing was measured twice.
 * @param {string} folder
 */
function checkRecords(folder) {
  const before = new Map(filesOf(folder).map((file) => [file, linesOf(file)]));
  const later = () => {
    const wrong = [];
    for (const [file, lines] of before) {
      const after = linesOf(file);
      if (lines.some((line, at) => after[at] !== line)) wrong.push(`${file}: lines are gone`);
    }
    let count = 0;
    for (const file of filesOf(folder)) {
      const records = linesOf(file).map((line) => JSON.parse(line));
      const keys = new Set(records.map(({ key }) => key));
      if (keys.size !== records.length) wrong.push(`${file}: measured twice`);
      if (records.some(({ error }) => error !== null)) wrong.push(`${file}: failed jobs`);
      count += keys.size;
    }
    if (count !== 16) wrong.push(`${count} records`);
    return wrong;
  };
  return { wrong: [], later };
}

/**
 * What was in the journal, passes and memory, is in the records.
 * @param {string} folder
 */
function checkTimes(folder) {
  const journals = filesOf(folder).filter((file) => path.basename(file).startsWith('.journal-'));
  const entries = journals.flatMap((file) => linesOf(file).map((line) => JSON.parse(line)));
  const passes = entries.flatMap((entry) => (entry.pass === undefined ? [] : entry.records));
  const memory = entries.filter((entry) => entry.memory !== undefined);
  const later = () => {
    const wrong = [];
    /** @type {Map<string, any>} */
    const last = new Map();
    for (const file of filesOf(folder)) {
      for (const line of linesOf(file)) {
        const record = JSON.parse(line);
        last.set(record.key, record);
      }
    }
    if (last.size !== 16) wrong.push(`${last.size} records`);
    for (const { spec, encode, peakBytes, engine } of last.values()) {
      if (encode.total.length !== 3) wrong.push(`${spec}: ${encode.total.length} passes`);
      if (peakBytes === null && engine.runtime !== 'cli') wrong.push(`${spec}: no memory`);
    }
    for (const { key, spec, encode } of passes) {
      const found = last.get(key)?.encode.total.includes(encode.total[0]);
      if (!found) wrong.push(`${spec}: a pass of before the kill is gone`);
    }
    for (const { memory: spec, use } of memory) {
      const records = [...last.values()].filter((record) => record.spec === spec);
      const same = records.every(({ peakBytes }) => peakBytes?.encode === use.encode);
      if (!same) wrong.push(`${spec}: memory of before the kill is gone`);
    }
    return wrong;
  };
  return { wrong: [], later };
}

/** @param {string} folder */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(folder, name));
}

/**
 * The whole lines of a file; what is behind the last newline was being written.
 * @param {string} file
 */
function linesOf(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
