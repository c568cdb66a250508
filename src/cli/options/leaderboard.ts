import { defaultAnchor } from '../../leaderboard/default-anchor.js';
import { pictureOptions } from './pictures.js';
import { resultsOption } from './shared.js';

/** What `pareto leaderboard` takes. */
export const leaderboardOptions = {
  out: resultsOption,
  'with-baseline': {
    type: 'boolean',
    default: false,
    describe:
      'Show the results that come with the project too; where both have a measurement, those of --out count',
  },
  anchor: {
    type: 'string',
    default: defaultAnchor,
    describe:
      'Curve, or codec, that the others are compared with: avif:speed=0, or jpeg@VERSION of several engine versions  [the last written]',
  },
  dataset: { type: 'string', describe: 'Print only these data sets: names or globs, gb82-*' },
  class: {
    type: 'string',
    describe:
      'Print figures of the images of this class alone: photo, screen, or the name of a subfolder',
  },
  matrix: {
    type: 'string',
    describe: 'Print BD-rates of all pairs of curves by this metric: psnr',
  },
  ...pictureOptions,
  json: { type: 'boolean', default: false, describe: 'Print the leaderboard as JSON' },
  open: { type: 'boolean', default: false, describe: 'Serve the page here and show it' },
  port: { type: 'number', describe: 'Port to serve the page on  [any that is free]' },
} as const;
