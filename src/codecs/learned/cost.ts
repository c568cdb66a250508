import path from 'node:path';
import { graphOf } from '../../models/locate.js';
import { costOf } from '../../runtimes/onnxcost.js';
import type { Shape } from '../../runtimes/onnxrule.js';
import { inferShapes } from '../../runtimes/onnxshapes.js';
import type { PartCost } from '../codec.js';
import { graphsBeside, readPiece } from './graphfile.js';
import type { OpenModel, TransformGraph } from './model.js';
import { contextGraphs } from './modelfiles.js';
import type { Extent } from './tensors.js';
import { windowsOf } from './windows.js';

/**
 * What the parts of a model cost for a picture: padding, and tiles with their overlaps, are in it.
 * @param size of the picture, whose pixels count
 * @param extent as it was padded
 * @param modelled whether decode uses the context, as coders of arrays do without
 */
export async function partCosts(
  model: OpenModel,
  { size, extent, modelled }: { size: Extent; extent: Extent; modelled: boolean },
): Promise<Record<string, PartCost>> {
  const { card, files } = model;
  const { codec } = card;
  const parts: Record<string, PartCost> = {};
  const scales = new Map(codec.groups.map(({ id, scale, channels }) => [id, { scale, channels }]));
  scales.set('image', { scale: 1, channels: 3 });
  const add = async (
    { name: graph, cost: count }: TransformGraph,
    used: PartCost['used'],
  ): Promise<void> => {
    const file = files.graphs[graph]!;
    const onnx = count === null ? (await readPiece(card, graph, file)).model : null;
    let macs = 0;
    let parameters = 0;
    for (const { width, height } of windowsOf(extent.width, extent.height, codec.tiles)) {
      const inputs = graphOf(card, graph).inputs.map(({ name }): [string, Shape] => {
        const place = scales.get(name);
        if (place === undefined) return [name, [1]];
        const { scale, channels } = place;
        return [name, [1, channels, height / scale, width / scale]];
      });
      const given = Object.fromEntries(inputs);
      const cost = onnx === null ? await count!(given) : costOf(onnx, given, file.path);
      macs += cost.macs;
      parameters = cost.parameters;
      // Transforms give groups and pictures, whose scales are known.
      if (onnx === null) continue;
      const shapes = inferShapes(onnx, given, file.path);
      for (const { name } of graphOf(card, graph).outputs) {
        const [, channels, rows] = shapes.get(name)!;
        if (!scales.has(name)) scales.set(name, { scale: height / rows!, channels: channels! });
      }
    }
    const macsPerPixel = macs / (size.width * size.height);
    // Graphs that share a file are one part.
    const name = graphsBeside(card, graph) > 0 ? path.parse(file.path).name : graph;
    const before = parts[name] ?? { parameters: 0, macsPerPixel: 0 };
    parts[name] = {
      parameters: before.parameters + parameters,
      fileBytes: file.bytes,
      macsPerPixel: before.macsPerPixel + macsPerPixel,
      used,
    };
  };
  await add(model.analysis, 'encode');
  await add(model.synthesis, 'decode');
  if (!modelled && codec.rdoq === 0) return parts;
  const used = modelled ? 'both' : 'encode';
  for (const graph of contextGraphs(codec)) await add(model.contexts[graph]!, used);
  if (files.table && model.table) {
    const sizes = model.table.distributions.map(({ cdf }) => cdf.length - 1);
    const parameters = sizes.reduce((sum, count) => sum + count, 0);
    const { bytes: fileBytes } = files.table;
    parts['distributions'] = { parameters, fileBytes, macsPerPixel: 0, used };
  }
  return parts;
}
