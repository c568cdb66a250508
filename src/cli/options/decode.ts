import { codingOptions } from './shared.js';

/** What `pareto decode` takes. */
export const decodeOptions = {
  file: { type: 'string', demandOption: true, describe: 'The file of a codec' },
  picture: {
    type: 'string',
    demandOption: true,
    describe: 'The picture to write: .png, .ppm, .pgm, .pnm or .pam',
  },
  codec: {
    type: 'string',
    describe:
      'Codec to decode with: jxl:engine=native, or cli:my-codec.json  [as the file’s bytes tell]',
  },
  ...codingOptions,
} as const;
