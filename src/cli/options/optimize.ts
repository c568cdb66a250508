import { formatIds } from '../../optimize/formats/table.js';
import { metadataKinds } from '../../optimize/metadata/kinds.js';
import {
  defaultPreset,
  defaultTimeLimitSeconds,
  distanceNorms,
  optimizeModes,
  presetNames,
} from '../../optimize/presets.js';
import { jsonOption, maxPixelsOption, memoryOption, pixelsPerByteOption } from './shared.js';

/** What `pareto optimize` takes. */
export const optimizeOptions = {
  pictures: {
    type: 'string',
    array: true,
    describe: 'Pictures, and folders of pictures with all below them',
  },
  preset: {
    type: 'string',
    choices: presetNames,
    default: defaultPreset,
    describe: 'How hard they are compressed; high saves most',
  },
  quality: {
    type: 'number',
    describe: 'Quality in place of the preset’s, 1 to 100 on libjpeg’s scale',
  },
  mode: {
    type: 'string',
    choices: optimizeModes,
    describe:
      'fixed uses the quality of the preset, auto measures and aims at its distance  [fixed; auto for several formats]',
  },
  norm: {
    type: 'string',
    choices: distanceNorms,
    default: distanceNorms[0],
    describe: 'Norm of the distance that auto aims at',
  },
  target: {
    type: 'string',
    describe: 'Score that is to be met, a metric and a value: ssimulacra2=80',
  },
  'max-bytes': { type: 'string', describe: 'Bytes that a file may have: 200k, 1.5M, 90000' },
  formats: {
    type: 'string',
    describe: `Formats to compare at equal score, the smallest is written  [the picture’s own]. Of ${formatIds.join(', ')}`,
  },
  accept: {
    type: 'string',
    describe: 'Accept header of a client: the formats that it names are compared',
  },
  'max-reduction': {
    type: 'number',
    describe: 'Percent of the bytes that lossy work may save at most',
  },
  'lossy-png': {
    type: 'boolean',
    describe: 'Reduce the colours of PNG and GIF  [as the preset has it]',
  },
  'progressive-jpeg': {
    type: 'boolean',
    default: false,
    describe: 'Make progressive JPEG files only  [whichever is smaller]',
  },
  keep: {
    type: 'string',
    describe: `Data beside the pixels that stays: ${metadataKinds.join(', ')}  [none]`,
  },
  metric: {
    type: 'string',
    default: 'ssimulacra2',
    describe: 'Metric of the score that is told, where none is aimed at',
  },
  out: {
    type: 'string',
    describe: 'Folder of the answers, or a file for one picture  [beside the picture]',
  },
  'in-place': { type: 'boolean', default: false, describe: 'Replace the pictures' },
  jobs: { type: 'number', default: 1, describe: 'Worker processes' },
  'time-limit': {
    type: 'number',
    default: defaultTimeLimitSeconds,
    describe: 'Seconds that the work on one picture may take',
  },
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  'max-memory': memoryOption('one process', 'three quarters of what is available'),
  json: jsonOption,
} as const;
