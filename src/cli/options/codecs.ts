import { codecNames } from '../../codecs/table.js';
import { jsonOption, pluginOption } from './shared.js';

/** What `pareto codecs` takes. */
export const codecsOptions = {
  codec: { type: 'string', describe: `One of ${codecNames.join(', ')}, or cli:my-codec.json` },
  plugin: pluginOption,
  json: jsonOption,
} as const;
