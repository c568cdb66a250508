// Makes the results that come with the project, results/baseline, grow: what scripts/baseline/plan.js
// wants and what is not there yet. It may be stopped (Ctrl-C) and started again at any time.
//
//   node scripts/baseline.js                         what is missing, and how long its times will take
//   node scripts/baseline.js --rd --minutes 30       rate and distortion, on all cores
//   node scripts/baseline.js --times --minutes 30    times, alone on a quiet machine
//   node scripts/baseline.js --tidy                  one record a key, in order; leaderboard.json anew
//
// --rd and --times end with the tidying. Codecs and metrics that are not here are left out. Kodak and
// the other pictures are looked for as in a sweep (PARETO_DATA), as are models (PARETO_MODELS).
import { parseArgs } from 'node:util';
import { messageOf } from '#src/base/errors.js';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { leaderboardFile, writeLeaderboard } from '#src/leaderboard/leaderboard-file.js';
import { loadMetricFacts } from '#src/metrics/facts.js';
import { metrics } from '#src/metrics/registry.js';
import { loadCard, modelIds } from '#src/models/catalogue.js';
import { baselineFolder } from '#src/results/baseline.js';
import { readTimingRecords, recordFiles } from '#src/results/store.js';
import { planSweep } from '#src/sweeps/prepare.js';
import { runSweep } from '#src/sweeps/run.js';
import { rdSteps, timeSteps } from './baseline/plan.js';
import { currentTimes, rewriteRecords, tidyLines } from './baseline/tidy.js';

/** @typedef {import('#src/sweeps/options.js').SweepOptions} SweepOptions */

const { values } = parseArgs({
  options: {
    rd: { type: 'boolean', default: false },
    times: { type: 'boolean', default: false },
    tidy: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '1000000' },
    testbed: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, got '${values.minutes}'`);

process.env['PARETO_WRITE_BASELINE'] = '1';
const stop = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => stop.abort());
}
const onWarning = (/** @type {string} */ text) => console.error(`warning: ${text}`);
const known = secondsBySpec();
const here = await metricsHere();

if (values.rd || values.times) {
  const timer = setTimeout(() => stop.abort(), minutes * 60_000);
  if (values.rd) for (const step of rdSteps) await run(rdOptions(step));
  if (values.times) for (const step of timeSteps) await run(timeOptions(step));
  clearTimeout(timer);
} else if (!values.tidy) {
  for (const step of rdSteps) await tell(rdOptions(step));
  let total = 0;
  for (const step of timeSteps) total += await tell(timeOptions(step));
  console.log(`times: about ${total.toFixed(0)} minutes, of what has been timed before`);
}
if (values.rd || values.times || values.tidy) await tidy();

/** Null where none of its metrics can be computed here. @param {(typeof rdSteps)[number]} step @returns {SweepOptions | null} */
function rdOptions({ metrics: wanted, ...step }) {
  const list = wanted.split(',').filter((id) => here.has(id));
  return list.length === 0 ? null : { ...step, metrics: list, out: baselineFolder };
}

/** @param {(typeof timeSteps)[number]} step @returns {SweepOptions} */
function timeOptions(step) {
  const { testbed } = values;
  return { ...step, measure: ['timing'], out: baselineFolder, ...(testbed && { testbed }) };
}

/** @param {SweepOptions | null} options */
async function run(options) {
  if (options === null || stop.signal.aborted) return;
  const plan = await planOf(options);
  const left = (plan?.rd?.jobs.length ?? 0) + (plan?.timing?.configurations.length ?? 0);
  if (!plan || left === 0) return;
  const what = plan.rd ? `${left} jobs` : `${left} settings${about(secondsOf(plan))}`;
  console.log(`${options.dataset} ${options.codecs}: ${what}`);
  await runSweep(plan, { stop: stop.signal, onWarning });
}

/** @param {SweepOptions | null} options @returns {Promise<number>} minutes that its times will take */
async function tell(options) {
  if (options === null) return 0;
  const plan = await planOf(options);
  if (!plan) return 0;
  const { rd, timing } = plan;
  const seconds = secondsOf(plan);
  if (rd && rd.jobs.length > 0) {
    console.log(
      `${options.dataset} ${options.codecs}: ${rd.jobs.length} of ${rd.jobs.length + rd.finished} jobs, ${options.metrics}`,
    );
  }
  if (timing && timing.configurations.length > 0) {
    console.log(
      `times of ${options.codecs}: ${timing.configurations.length} settings${about(seconds)}`,
    );
  }
  return (seconds ?? 0) / 60;
}

/** The plan of a sweep, or null where codec or pictures are not here, which is told. @param {SweepOptions} options */
async function planOf(options) {
  try {
    return await planSweep(options, { onWarning });
  } catch (error) {
    console.error(`${options.dataset} ${options.codecs} is left out: ${messageOf(error)}`);
    return null;
  }
}

/** Seconds that the times of a plan will take, warm-up included; null where something was never timed. */
function secondsOf(/** @type {import('#src/sweeps/prepare.js').SweepPlan} */ plan) {
  if (!plan.timing) return null;
  const each = plan.timing.configurations.map(({ spec }) => known.get(spec));
  const sum = each.reduce((total, seconds) => (total ?? 0) + (seconds ?? Number.NaN), 0) ?? 0;
  const seconds = sum * plan.images.length * (plan.options.passes + 1);
  return Number.isNaN(seconds) ? null : seconds;
}

function about(/** @type {number | null} */ seconds) {
  return seconds === null
    ? ', of which some were never timed'
    : `, about ${(seconds / 60).toFixed(1)} minutes`;
}

/** Seconds of an encode and a decode of one picture, of what the baseline has timed. */
function secondsBySpec() {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  const mean = (/** @type {readonly number[]} */ list) =>
    list.reduce((sum, each) => sum + each, 0) / list.length;
  for (const file of recordFiles(baselineFolder, 'timing')) {
    for (const { spec, encode, decode, error } of readTimingRecords(file, () => {})) {
      if (error) continue;
      found.set(spec, [...(found.get(spec) ?? []), mean(encode.total) + mean(decode.total)]);
    }
  }
  return new Map([...found].map(([spec, seconds]) => [spec, mean(seconds)]));
}

/**
 * Ids of the metrics that can be computed here. A network counts if it is the first that its card
 * names: values of two graphs are two versions, and the whole baseline would be scored again.
 */
async function metricsHere() {
  const ids = new Set();
  const models = await modelIds();
  for (const id of metrics.names) {
    const metric = await metrics.load(id);
    if ((await metric.available()) !== true) continue;
    const card = models.includes(id) ? await loadCard(id) : null;
    const first = card?.graphs['distance']?.files[0]?.sha256.slice(0, 8) ?? '';
    if (metric.version.endsWith(first)) ids.add(id);
    else onWarning(`${id} is left out: PARETO_MODELS has another graph than the first of its card`);
  }
  return ids;
}

async function tidy() {
  for (const file of recordFiles(baselineFolder, 'rd')) rewriteRecords(file, tidyLines);
  for (const file of recordFiles(baselineFolder, 'timing')) {
    rewriteRecords(file, (lines) => tidyLines(currentTimes(lines)));
  }
  const facts = await loadMetricFacts();
  const board = collectLeaderboard(baselineFolder, { facts, warn: onWarning });
  writeLeaderboard(leaderboardFile(baselineFolder), board);
  console.log(
    `${leaderboardFile(baselineFolder)}: ${board.records.rd} records, ${board.records.timing} timed`,
  );
}
