import { leaderboardOptions } from './leaderboard.js';
import { pictureOptions } from './pictures.js';

/** What `pareto publish` takes. */
export const publishOptions = {
  to: {
    type: 'string',
    demandOption: true,
    describe: 'Folder to make: new, empty, or one with a page that was published there',
  },
  title: { type: 'string', default: 'Image codecs compared', describe: 'Title of a Space' },
  out: leaderboardOptions.out,
  'with-baseline': leaderboardOptions['with-baseline'],
  anchor: leaderboardOptions.anchor,
  ...pictureOptions,
} as const;
