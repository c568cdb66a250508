import {
  collectLeaderboard,
  defaultAnchor,
  leaderboardFile,
  writeLeaderboard,
} from '../leaderboard/leaderboard.js';
import { pageFolder, writePage } from '../leaderboard/page/write.js';
import { readRdRecords, recordFiles } from '../sweeps/store.js';
import { createCommand } from './command.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';
import { rdTable, standingTable, timingTable } from './result-tables.js';

const options = {
  out: { type: 'string', default: 'results', describe: 'Folder of results' },
  anchor: {
    type: 'string',
    default: defaultAnchor,
    describe: 'Curve, or codec, that the others are compared with: avif:speed=0',
  },
  dataset: { type: 'string', describe: 'Print only this data set' },
  json: { type: 'boolean', default: false, describe: 'Print the leaderboard as JSON' },
} as const;

export const leaderboardCommand = createCommand(
  'leaderboard',
  'Aggregate all results into leaderboard.json and a page',
  options,
  async ({ out, anchor, dataset, json }) => {
    const { warn } = openReporter();
    const board = collectLeaderboard(out, { warn, anchor });
    const file = leaderboardFile(out);
    writeLeaderboard(file, board);
    const page = pageFolder(out);
    writePage(page, {
      board,
      // Lines that are no records were told of above.
      rd: recordFiles(out, 'rd').flatMap((each) => readRdRecords(each, () => {})),
    });
    if (json) {
      printJson(board);
      return;
    }
    const shown = (group: { dataset: string }): boolean =>
      dataset === undefined || group.dataset === dataset;
    const tables = [
      ...board.datasets.filter(shown).flatMap((group) => [rdTable(group), standingTable(group)]),
      ...board.timings.filter(shown).map(timingTable),
    ];
    if (tables.length === 0) tables.push('no results yet: npm run sweep -- --codec jxl makes some');
    print([...tables, `written to ${file} and ${page}`].join('\n\n'));
  },
);
