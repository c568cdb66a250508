import { parseSpecList } from '../base/spec-list.js';
import { demandAvailable, expandRequest, printed } from '../codecs/spec.js';
import { openCodecTable } from '../codecs/table.js';

/**
 * The printed forms that a list of codecs names, each with one value of every setting. A rate knob that
 * is not named takes the values of `quality` where these are given, else its default.
 * @throws UsageError for codecs or settings that are none or cannot run here
 */
export async function estimateSpecs(
  list: string,
  {
    quality,
    plugins = [],
  }: {
    readonly quality?: readonly number[] | undefined;
    readonly plugins?: readonly string[] | undefined;
  } = {},
): Promise<string[]> {
  const table = await openCodecTable(plugins);
  const specs = new Set<string>();
  for (const request of parseSpecList(list)) {
    const { codec } = await table.load(request.id);
    for (const settings of expandRequest(
      codec,
      request,
      quality ? { grid: quality } : { swept: false },
    )) {
      await demandAvailable(codec, settings);
      specs.add(printed(codec, settings));
    }
  }
  return [...specs];
}
