import { codecNames } from '../../codecs/table.js';
import { codingOptions } from './shared.js';

/** What `pareto encode` takes. */
export const encodeOptions = {
  picture: { type: 'string', demandOption: true, describe: 'The picture, an image file' },
  file: { type: 'string', demandOption: true, describe: 'The file to write' },
  codec: {
    type: 'string',
    demandOption: true,
    describe: `Codec with settings: avif:speed=8,quality=60. One of ${codecNames.join(', ')}, or cli:my-codec.json`,
  },
  ...codingOptions,
} as const;
