import { settingNames, settings, variableOf } from '../../server/settings.js';
import type { OptionTable } from '../command.js';

/** What `pareto serve` takes, on the command line and in a file of `--config`: the settings of the service. */
export const serveFileOptions: OptionTable = Object.fromEntries(
  settingNames.map((name) => {
    const { kind, default: value, describe } = settings[name];
    const type =
      kind === 'switch' ? 'boolean' : kind === 'whole' || kind === 'seconds' ? 'number' : 'string';
    const shown = `${value}` === '' ? 'none' : `${value}`;
    return [name, { type, describe: `${describe}  [${shown}]` } as const];
  }),
);

/** The same, with what is of the command line alone. */
export const serveOptions: OptionTable = {
  ...serveFileOptions,
  config: {
    type: 'string',
    describe: `JSON file of these options. Variables such as ${variableOf('max-file')} count before it`,
  },
  'print-config': {
    type: 'boolean',
    default: false,
    describe: 'Print all settings as they would be, and stop',
  },
};
