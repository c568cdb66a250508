import { z } from 'zod';
import { WorkError } from '../base/errors.js';
import { verifiedParts } from '../base/learned-report.js';
import { codecSchema } from './codec-card.js';
import { miswirings } from './codec-wiring.js';

// What a card says, checked. Pure: cards come out of files here, and over the network in a page.

const port = z.strictObject({
  name: z.string().min(1),
  /** Numbers, and names of sides that may have any length. */
  shape: z.array(z.union([z.int().positive(), z.string().min(1)])),
  meaning: z.string().min(1),
  /** Values that stand for black and white. */
  range: z.tuple([z.number(), z.number()]).optional(),
});

const contents = {
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
};

export const graphFile = z.strictObject({
  /** Of runtime `onnx` an ONNX graph; of `tfjs` the topology of a graph model, its `model.json`. */
  file: z.string().regex(/^[\w.-]+\.(onnx|json)$/),
  ...contents,
  /** Weights of a graph model, which lie beside its topology and are called what it calls them. */
  shards: z.array(z.strictObject({ file: z.string().regex(/^[\w.-]+$/), ...contents })).optional(),
  /** Who made it, out of what. */
  from: z.string().min(1),
});

/** Such a pair is made in memory, of floats. */
const pairSide = z.int().positive().max(4096);

const check = z.strictObject({
  /** What the pair is made of, see `syntheticPair`. */
  pair: z.strictObject({ width: pairSide, height: pairSide, seed: z.int() }),
  value: z.number(),
  tolerance: z.number().positive(),
  /** The implementation that gave the value. */
  by: z.string().min(1),
});

const fields = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  kind: z.literal(['metric', 'codec']),
  source: z.string().min(1),
  sourceUrls: z.array(z.url()).min(1),
  licence: z.string().min(1),
  opset: z.int().positive(),
  /** Each graph by what it does, with the files that are known to do it: any one will do. */
  graphs: z.record(
    z.string(),
    z.strictObject({
      /** What runs it: onnxruntime, TensorFlow.js, or the runtime that is the same everywhere. */
      runtime: z.enum(['onnx', 'tfjs', 'exact']).default('onnx'),
      inputs: z.array(port).min(1),
      outputs: z.array(port).min(1),
      /** None where each level of a codec has its own, or an export makes them. */
      files: z.array(graphFile),
    }),
  ),
  /** How pictures are coded by it; of codecs. */
  codec: codecSchema.optional(),
  /**
   * Bytes for each pixel that the mark of the codec is made with, where records have a mark from before
   * `codec.bytesPerPixel` was measured anew: results do not hang on it.
   */
  marked: z.strictObject({ bytesPerPixel: z.number().positive() }).optional(),
  /**
   * What of a model from elsewhere was compared with the original: its `architecture` with random
   * weights, or the official `weights` and published figures.
   */
  verified: z.enum(verifiedParts).optional(),
  /** The file of packages beside the cards that `export.py` needs. */
  requirements: z
    .string()
    .regex(/^[\w.-]+\.txt$/)
    .default('requirements.txt'),
  /** Where `export.py --weights` can take the weights from; the first is the default. */
  weights: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        what: z.string().min(1),
        /** What is downloaded, in units of 10⁶ bytes. */
        /** Absent where nobody says. */
        megabytes: z.number().positive().optional(),
      }),
    )
    .default([]),
  /** Against which published values the model was checked, and how near it came. */
  published: z.string().min(1),
  checks: z.array(check),
  notes: z.array(z.string().min(1)),
});

export const cardSchema = fields.superRefine(({ kind, codec, graphs, weights }, context) => {
  const faults = [
    ...(codec ? miswirings(codec, graphs) : []),
    ...((kind === 'codec') === (codec !== undefined)
      ? []
      : ['a codec, and nothing else, has codec']),
    ...Object.entries(graphs).flatMap(([name, graph]) => misfiled(name, graph)),
    ...(codec === undefined || (!('levels' in codec.rate) && weights.length === 0)
      ? Object.keys(graphs)
          .filter((name) => graphs[name]!.files.length === 0)
          .map((name) => `${name} names no files`)
      : []),
    ...(kind === 'metric' && Object.values(graphs).some(({ runtime }) => runtime !== 'onnx')
      ? ['metrics run on onnxruntime alone']
      : []),
    ...(kind === 'metric' && weights.length === 0 ? ['weights come from somewhere'] : []),
  ];
  for (const message of faults) context.addIssue({ code: 'custom', message });
});

/** What is wrong with the files of a graph, of its runtime. */
function misfiled(
  name: string,
  { runtime, files }: z.infer<typeof fields>['graphs'][string],
): string[] {
  const faults = files.map(({ file, shards = [] }) => {
    if (runtime !== 'tfjs') return file.endsWith('.onnx') && shards.length === 0;
    return file.endsWith('.json') && shards.length > 0;
  });
  if (faults.every((fine) => fine)) return [];
  const wanted =
    runtime !== 'tfjs' ? 'an .onnx file without shards' : 'a .json file with shards of weights';
  return [`${name} is of runtime ${runtime}: each of its files is expected to be ${wanted}`];
}

/** What is known of a model: `models/<id>/card.json`. */
export type ModelCard = z.infer<typeof cardSchema>;
export type GraphCard = ModelCard['graphs'][string];
export type ModelCheck = ModelCard['checks'][number];

/** What the card says of one of its graphs. Throws WorkError where it has none of that name. */
export function graphOf(card: ModelCard, graph: string): GraphCard {
  const found = Object.hasOwn(card.graphs, graph) ? card.graphs[graph] : undefined;
  if (found === undefined) {
    const names = Object.keys(card.graphs).join(', ');
    throw new WorkError(`the card of ${card.id} has no graph '${graph}'; it has ${names}`, {
      code: 'broken-model',
    });
  }
  return found;
}
