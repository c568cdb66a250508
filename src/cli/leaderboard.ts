import {
  collectLeaderboard,
  leaderboardFile,
  writeLeaderboard,
} from '../leaderboard/leaderboard.js';
import { createCommand } from './command.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';
import { rdTable, timingTable } from './result-tables.js';

const options = {
  out: { type: 'string', default: 'results', describe: 'Folder of results' },
  dataset: { type: 'string', describe: 'Print only this data set' },
  json: { type: 'boolean', default: false, describe: 'Print the leaderboard as JSON' },
} as const;

export const leaderboardCommand = createCommand(
  'leaderboard',
  'Aggregate all results into leaderboard.json',
  options,
  async ({ out, dataset, json }) => {
    const { warn } = openReporter();
    const board = collectLeaderboard(out, { warn });
    const file = leaderboardFile(out);
    writeLeaderboard(file, board);
    if (json) {
      printJson(board);
      return;
    }
    const shown = (group: { dataset: string }): boolean =>
      dataset === undefined || group.dataset === dataset;
    const tables = [
      ...board.datasets.filter(shown).map(rdTable),
      ...board.timings.filter(shown).map(timingTable),
    ];
    if (tables.length === 0) tables.push('no results yet: npm run sweep -- --codec jxl makes some');
    print([...tables, `written to ${file}`].join('\n\n'));
  },
);
