import { filterNames } from '../../image/filters.js';
import { outputIds } from '../../resize/formats.js';
import { fits, gravities } from '../../resize/geometry.js';
import { metadataFates, profileFates } from '../../resize/task.js';
import { jsonOption, lenientOption, maxPixelsOption, pixelsPerByteOption } from './shared.js';

/** What `pareto resize` takes. */
export const resizeOptions = {
  pictures: {
    type: 'string',
    array: true,
    describe:
      'Pictures, folders with all below them, patterns (‘photos/**/*.jpg’), - for a picture on standard input; info <picture> tells what one is',
  },
  out: {
    type: 'string',
    describe: 'Folder of the outputs, which get the tree of the inputs; a file for one picture',
  },
  width: { type: 'number', describe: 'Width in pixels; alone, the height follows' },
  height: { type: 'number', describe: 'Height in pixels; alone, the width follows' },
  percent: { type: 'number', describe: 'Both sides in percent' },
  sizes: { type: 'string', describe: 'Several widths, a file for each: 320,640,1280' },
  fit: {
    type: 'string',
    choices: fits,
    describe:
      'Width and height: inside them, exact by stretching, cover by a crop, contain by padding  [inside]',
  },
  gravity: {
    type: 'string',
    choices: Object.keys(gravities),
    describe: 'What a crop keeps, and where padding leaves the picture  [centre]',
  },
  background: {
    type: 'string',
    describe: 'Colour of padding, and behind what is transparent in JPEG: #ffffff, black  [white]',
  },
  enlarge: { type: 'boolean', default: false, describe: 'Make pictures larger too' },
  filter: {
    type: 'string',
    choices: filterNames,
    describe: 'Filter of the resampling  [lanczos3]',
  },
  linear: { type: 'boolean', default: false, describe: 'Resample in linear light' },
  format: {
    type: 'string',
    describe: `Formats, a file for each  [the picture’s own]. Of ${outputIds.join(', ')}`,
  },
  codec: {
    type: 'string',
    describe: 'A codec with its settings in place of a format: jxl:effort=3,distance=1',
  },
  quality: {
    type: 'number',
    describe: 'Quality from 1 to 100  [jpeg 85, webp and jxl 80, avif 60]',
  },
  icc: {
    type: 'string',
    choices: profileFates,
    describe: 'Colour profiles: kept where the format holds one, or turned into sRGB  [keep]',
  },
  metadata: { type: 'string', choices: metadataFates, describe: 'EXIF and XMP  [drop]' },
  name: {
    type: 'string',
    describe:
      'Pattern of names, with {name}, {ext}, {width}, {height}, {format}, {index}  [{name}.{ext}; with sizes {name}-{width}.{ext}]',
  },
  manifest: {
    type: 'string',
    describe:
      'JSON file of pictures, each with options of its own: [{ "input": "a.jpg", "width": 80 }]',
  },
  list: { type: 'string', describe: 'File with a path a line; - reads it from standard input' },
  update: {
    type: 'boolean',
    default: false,
    describe: 'Skip pictures whose output is there and newer than they are',
  },
  'stop-on-error': { type: 'boolean', default: false, describe: 'End at the first that fails' },
  threads: {
    type: 'number',
    describe: 'Threads  [by the work: one for a few pictures, at most one a processor]',
  },
  explain: {
    type: 'boolean',
    default: false,
    describe: 'Tell of each picture which way it was made, and why',
  },
  lenient: lenientOption,
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  json: jsonOption,
} as const;
