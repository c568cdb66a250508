// Merges folders of results into the first argument, and prints what it took.

import { mergeFolders } from '../../../dist/results/merge/merge.js';

const [out = '', ...folders] = process.argv.slice(2);
const { records } = await mergeFolders(folders, {
  out,
  warn: (text) => {
    throw new Error(text);
  },
});
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpu = (userCPUTime + systemCPUTime) / 1e6;
console.log(JSON.stringify({ cpu, maxRSS, records: records.rd }));
