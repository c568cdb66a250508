import { listDatasets } from '../datasets/catalogue.js';
import { createCommand } from './command.js';
import { formatTable, print, printJson } from './output.js';

const options = {
  json: { type: 'boolean', default: false, describe: 'Print JSON' },
} as const;
