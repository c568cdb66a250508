// Makes leaderboard.json of a folder of results, named by the argument, and prints what it took: a
// process of its own, so that its peak is not that of writing the records.

import { collectLeaderboard } from '../../dist/leaderboard/leaderboard.js';
import { leaderboardFile, writeLeaderboard } from '../../dist/leaderboard/leaderboard-file.js';
import { loadMetricFacts } from '../../dist/metrics/facts.js';

const results = process.argv[2] ?? '';
const facts = await loadMetricFacts();
const start = performance.now();
const board = collectLeaderboard(results, {
  facts,
  warn: (text) => {
    throw new Error(text);
  },
});
writeLeaderboard(leaderboardFile(results), board);
const seconds = (performance.now() - start) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const compared = board.datasets[0]?.curves.map(({ comparisons }) => comparisons[0]?.images?.n);
const cpu = (userCPUTime + systemCPUTime) / 1e6;
console.log(JSON.stringify({ seconds, cpu, maxRSS, compared, records: board.records.rd }));
