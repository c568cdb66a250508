import { UsageError } from '../base/errors.js';
import { rateKnob } from '../base/params.js';
import { parseSpecList } from '../base/spec-list.js';
import { demandAvailable, expandRequest } from '../codecs/spec.js';
import { openCodecTable } from '../codecs/table.js';
import { type Configuration, configurationOf } from './one-configuration.js';

/** The floor of time and the ceiling of size, in every sweep. */
const baseline = 'raw';

/**
 * The configurations that a list of codecs names, with the do-nothing codec first. Checks every
 * setting, and that every engine is available, before any work.
 * @param options.grid values of `quality` instead of each codec's own grid
 * @param options.plugins files of the user's own codecs
 * @throws UsageError
 */
export async function planConfigurations(
  list: string,
  { grid, plugins }: { grid?: readonly number[] | undefined; plugins?: readonly string[] } = {},
): Promise<Configuration[]> {
  const requests = parseSpecList(list);
  const table = await openCodecTable(plugins);
  const configurations = new Map<string, Configuration>();
  let knobs = 0;
  for (const request of [{ id: baseline, alternatives: {} }, ...requests]) {
    const { codec, source } = await table.load(request.id);
    for (const settings of expandRequest(codec, request, grid ? { grid } : {})) {
      const knob = rateKnob(codec.params, settings);
      if (knob !== null && !Object.hasOwn(request.alternatives, knob)) knobs += 1;
      const configuration = configurationOf(codec, settings, source);
      if (configurations.has(configuration.identity)) continue;
      await demandAvailable(codec, settings);
      configurations.set(configuration.identity, configuration);
    }
  }
  if (grid && knobs === 0) {
    throw new UsageError(
      `values of quality are given, but no codec of '${list}' has a rate knob that is not given already`,
      { code: 'no-rate-knob', data: { codecs: list } },
    );
  }
  return [...configurations.values()];
}
