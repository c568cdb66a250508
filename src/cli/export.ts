import { writeFileSync } from 'node:fs';
import { rdCsv, timingCsv } from '../leaderboard/csv.js';
import { readRdRecords, readTimingRecords, recordFiles } from '../sweeps/store.js';
import { createCommand } from './command.js';
import { openReporter } from './progress.js';

const options = {
  format: { choices: ['csv'], default: 'csv', describe: 'Format to write' },
  kind: { choices: ['rd', 'timing'], default: 'rd', describe: 'Which records' },
  out: { type: 'string', default: 'results', describe: 'Folder of results' },
  to: { type: 'string', describe: 'File to write  [standard output]' },
} as const;

export const exportCommand = createCommand(
  'export',
  'Write the records in another format',
  options,
  async ({ kind, out, to }) => {
    const { warn } = openReporter();
    const files = recordFiles(out, kind === 'rd' ? 'rd' : 'timing');
    const pieces =
      kind === 'rd'
        ? rdCsv(files.flatMap((file) => readRdRecords(file, warn)))
        : timingCsv(files.flatMap((file) => readTimingRecords(file, warn)));
    if (to !== undefined) writeFileSync(to, '');
    for (const piece of pieces) {
      if (to === undefined) process.stdout.write(piece);
      else writeFileSync(to, piece, { flag: 'a' });
    }
  },
);
