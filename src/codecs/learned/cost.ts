import type { PartCost } from '../../base/learned-report.js';
import type { GraphFacts, OpenModel } from './model.js';
import { contextGraphs } from './model-identity.js';
import type { Extent } from './tensors.js';
import { windowsOf } from './windows.js';

/**
 * What the parts of a model cost for a picture: padding, and tiles with their overlaps, are in it.
 * @param size of the picture, whose pixels count
 * @param extent as it was padded
 * @param modelled whether decode uses the context, as coders of arrays do without unless there are means
 */
export async function partCosts(
  model: OpenModel,
  { size, extent, modelled }: { size: Extent; extent: Extent; modelled: boolean },
): Promise<Record<string, PartCost>> {
  const { codec } = model.card;
  const parts: Record<string, PartCost> = {};
  const scales = new Map(
    codec.groups.map(({ id, scale, channels, filters = channels }) => [
      id,
      { scale, channels: filters },
    ]),
  );
  scales.set('image', { scale: 1, channels: 3 });
  const add = async (
    { part, inputs, cost, fileBytes }: GraphFacts,
    used: PartCost['used'],
  ): Promise<void> => {
    const sum = parts[part] ?? { parameters: 0, macsPerPixel: 0 };
    let macs = 0;
    let parameters = 0;
    for (const { width, height } of windowsOf(extent.width, extent.height, codec.tiles)) {
      const shapes = inputs.map((name) => {
        const place = scales.get(name);
        if (place === undefined) return [name, [1]];
        const { scale, channels } = place;
        return [name, [1, channels, height / scale, width / scale]];
      });
      const counted = await cost(Object.fromEntries(shapes));
      macs += counted.macs;
      parameters = counted.parameters;
      for (const [name, [, channels, rows]] of Object.entries(counted.outputs)) {
        if (!scales.has(name)) scales.set(name, { scale: height / rows!, channels: channels! });
      }
    }
    parts[part] = {
      parameters: sum.parameters + parameters,
      fileBytes,
      macsPerPixel: sum.macsPerPixel + macs / (size.width * size.height),
      used,
    };
  };
  await add(model.analysis, 'encode');
  await add(model.synthesis, 'decode');
  const centred = codec.passes.some((pass) => 'means' in pass && pass.means !== undefined);
  if (!modelled && codec.rdoq === 0 && !centred) return parts;
  const used = modelled || centred ? 'both' : 'encode';
  for (const graph of contextGraphs(codec)) await add(model.contexts[graph]!, used);
  const { table, tableBytes } = model;
  if (table !== null) {
    const sizes = table.distributions.map(({ cdf }) => cdf.length - 1);
    const parameters = sizes.reduce((sum, count) => sum + count, 0);
    parts['distributions'] = { parameters, fileBytes: tableBytes, macsPerPixel: 0, used };
  }
  return parts;
}
