import { z } from 'zod';

const graphName = z.string().min(1);
const tensorName = z.string().min(1);
/** A number of samples that memory is taken for: beyond any that a model has. */
const span = z
  .int()
  .positive()
  .max(2 ** 16);

const group = z.strictObject({
  /** Name of its tensor in every graph; no digits alone, none of `image`, `step`, `rate`. */
  id: z.string().regex(/^[a-z]\w*$/i),
  channels: span,
  /** Pixels that one symbol stands for, along each side. */
  scale: span,
  /** Added to a magnitude before it is cut to whole numbers: 0.5 rounds, less is a dead zone. */
  rounding: z.number().positive().max(0.5).default(0.5),
  /** Largest magnitude of a symbol; what is larger is cut to it. */
  limit: z.int().positive().max(32767).default(32767),
  /** What is taken from each symbol before it is coded by a model: the median of JPEG-LS. */
  predict: z.enum(['none', 'median']).default('none'),
});

/** The largest `limit` where distributions are measured on each picture. */
export const measuredLimit = 1023;

/** Which symbols of a group: all, or the squares of one colour of a checkerboard, column + row. */
const part = z.enum(['all', 'even', 'odd']).default('all');

/**
 * A step of coding, of one of four forms: a graph alone, for what later ones need of it; a group by
 * the distributions that a graph tells; a group by the scales that a graph tells, and means; a group by
 * one distribution a channel, from `base` on.
 */
const pass = z.union([
  z.strictObject({ graph: graphName }),
  z.strictObject({
    graph: graphName,
    group: z.string(),
    part: z.literal('all').default('all'),
    /** The output that holds the scale of each symbol, see `scales` of the codec. */
    scales: tensorName,
    /** The output that is taken from coefficients before they are rounded, and added again. */
    means: tensorName.optional(),
    /**
     * `wavefront`: the graph sees the group itself, by masked convolutions, and is run wave by wave;
     * what it sees are symbols and means together.
     */
    scan: z.enum(['planes', 'wavefront']).default('planes'),
  }),
  z.strictObject({
    graph: graphName,
    group: z.string(),
    part,
    /** The output that holds them: 1 x channels x height x width, whole numbers as floats. */
    indexes: tensorName.default('indexes'),
  }),
  z.strictObject({ group: z.string(), part, base: z.int().nonnegative() }),
]);

/** A file of a level. */
export const contents = z.strictObject({
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
});

/** A rate point with weights of its own. */
const level = z.strictObject({
  quality: z.int().positive(),
  /** What its weights were trained for. */
  tuned: z.enum(['mse', 'ms-ssim']).default('mse'),
  /** Channels of groups, where they are not those of the group. */
  channels: z.record(z.string(), span).default({}),
  /** The official weights: a name, and what is published of its SHA-256. */
  weights: z.strictObject({ file: z.string().min(1), sha256: z.string().min(8) }).optional(),
  /**
   * Its files by graph, and `distributions`, beside those that graphs name for all levels; of a
   * project's card they stand in the note of the export.
   */
  files: z.record(z.string(), contents).default({}),
});

/** A model's rate point. */
export type CodecLevel = z.infer<typeof level>;

export const codecSchema = z.strictObject({
  /** Sides are padded to multiples, by repeating the edge, and to a least side. */
  input: z.strictObject({ multiple: span, minSide: span }),
  /**
   * Step of the quantiser: first * ratio ^ (rate / 1000), the rate being ten times the quality. Or
   * levels, each with weights of its own; the step is 1, the rate the place in this list, append only.
   */
  rate: z.union([
    z.strictObject({ first: z.number().positive(), ratio: z.number().positive().max(1) }),
    z.strictObject({ levels: z.array(level).min(1).max(1000) }),
  ]),
  quality: z.strictObject({
    default: z.number().min(0).max(100),
    sweep: z.array(z.number().min(0).max(100)).min(4),
  }),
  /**
   * What the transforms give and take: `steps`, coefficients over the step and symbols as they are;
   * `absolute`, where dividing and multiplying is left to the codec.
   */
  units: z.enum(['steps', 'absolute']),
  /** In the order in which array coders get them. */
  groups: z.array(group).min(1),
  analysis: graphName,
  synthesis: graphName,
  /** In coding order. */
  passes: z.array(pass).min(1),
  /**
   * The distributions: a file beside the graphs, measured on each picture and sent with it, or a file
   * of each level.
   */
  distributions: z.union([z.literal('measured'), z.literal('by level'), contents]),
  /**
   * What scales mean: a scale has the first distribution whose own, in equal steps of their logarithm
   * from the first on, is not below it, or the last.
   */
  scales: z
    .strictObject({ least: z.number().positive(), greatest: z.number().positive(), count: span })
    .optional(),
  /**
   * Lambda of rate-distortion optimised quantisation, in squared steps for a bit; 0 goes without.
   * With it, `rounding` does not count.
   */
  rdoq: z.number().nonnegative().max(1).default(0),
  /** The entropy coder unless told. */
  entropy: z.string().min(1),
  /** Windows that larger pictures are cut into, in pixels; null where a model sees all of them. */
  tiles: z.strictObject({ size: span, overlap: z.int().nonnegative() }).nullable(),
  /** Greatest memory of a run, in bytes for each pixel, as measured. */
  bytesPerPixel: z.number().positive(),
});

/** How a model codes pictures: the `codec` section of a card. */
export type CodecCard = z.infer<typeof codecSchema>;
export type GroupPart = z.infer<typeof part>;

/** Graphs of a card, as far as their wiring goes. */
type Ports = Readonly<
  Record<
    string,
    {
      readonly runtime?: 'onnx' | 'tfjs' | 'exact';
      readonly inputs: readonly { readonly name: string; readonly range?: unknown }[];
      readonly outputs: readonly { readonly name: string; readonly range?: unknown }[];
    }
  >
>;

/**
 * What is wrong with the wiring of a codec's graphs: every tensor has to be known where it is read,
 * and every symbol to be coded once. Empty where all is well.
 */
export function miswirings(codec: CodecCard, graphs: Ports): string[] {
  const faults: string[] = [];
  const ids = codec.groups.map(({ id }) => id);
  const own = ['image', 'step', 'rate'];
  if (new Set([...ids, ...own]).size < ids.length + own.length) {
    faults.push(`groups are named once each, and none ${own.join(', ')}`);
  }
  for (const { id, scale, limit } of codec.groups) {
    if (codec.input.multiple % scale !== 0) {
      faults.push(`the scale of ${id} does not divide ${codec.input.multiple}`);
    }
    if (codec.distributions === 'measured' && limit > measuredLimit) {
      faults.push(
        `the limit of ${id} is beyond ${measuredLimit}, where distributions are measured`,
      );
    }
  }
  const { tiles } = codec;
  if (tiles && [tiles.size, tiles.overlap].some((side) => side % codec.input.multiple !== 0)) {
    faults.push(`tiles are not made of multiples of ${codec.input.multiple}`);
  }
  const portsOf = (graph: string) => {
    const ports = Object.hasOwn(graphs, graph) ? graphs[graph] : undefined;
    if (ports === undefined) faults.push(`there is no graph '${graph}'`);
    return ports;
  };
  const reads = (graph: string, known: readonly string[]): void => {
    for (const { name } of portsOf(graph)?.inputs ?? []) {
      if (!known.includes(name)) faults.push(`${graph} reads '${name}', which is not known then`);
    }
  };
  const gives = (graph: string, wanted: readonly string[]): void => {
    const outputs = (portsOf(graph)?.outputs ?? []).map(({ name }) => name);
    for (const name of wanted.filter((each) => !outputs.includes(each))) {
      faults.push(`${graph} does not give '${name}'`);
    }
  };
  reads(codec.analysis, own);
  gives(codec.analysis, ids);
  reads(codec.synthesis, [...ids, 'step', 'rate']);
  gives(codec.synthesis, ['image']);
  // The step is no whole number: what depends on it may differ on another machine.
  const known = [...ids, 'rate'];
  const coded: string[] = [];
  for (const pass of codec.passes) {
    if ('graph' in pass) {
      if (Object.hasOwn(graphs, pass.graph) && graphs[pass.graph]!.runtime === 'tfjs') {
        faults.push(
          `the context ${pass.graph} is of runtime tfjs: contexts have to be exact on every machine and run on onnxruntime's CPU`,
        );
      }
      reads(pass.graph, known);
      known.push(...(portsOf(pass.graph)?.outputs ?? []).map(({ name }) => name));
    }
    if (!('group' in pass)) continue;
    const { group: id, part: half } = pass;
    const group = codec.groups.find((each) => each.id === id);
    if (group === undefined) faults.push(`there is no group '${id}'`);
    if (group?.predict === 'median' && half !== 'all') faults.push(`${id} is predicted in parts`);
    if ('indexes' in pass) gives(pass.graph, [pass.indexes]);
    if ('scales' in pass) faults.push(...misscaled(codec, pass, graphs));
    if ('scales' in pass) gives(pass.graph, [pass.scales, ...(pass.means ? [pass.means] : [])]);
    if ('graph' in pass && codec.distributions === 'measured') {
      faults.push('distributions are measured by channel alone, without a graph');
    }
    coded.push(...(half === 'all' ? [`${id} even`, `${id} odd`] : [`${id} ${half}`]));
  }
  if (codec.rdoq > 0 && codec.distributions === 'measured') {
    faults.push('rdoq needs distributions before it quantises, and these are measured after it');
  }
  faults.push(...mislevelled(codec));
  const wanted = ids.flatMap((id) => [`${id} even`, `${id} odd`]);
  if (coded.toSorted().join() !== wanted.toSorted().join()) {
    faults.push('the passes are expected to code every half of every group once');
  }
  const states = known.slice(ids.length + 1);
  for (const name of states.filter((each) => [...ids, ...own].includes(each))) {
    faults.push(`a state cannot be named '${name}'`);
  }
  return [...new Set(faults)];
}

/** A step of coding by scales. */
export type ScaledPass = Extract<CodecCard['passes'][number], { readonly scales: string }>;

/** What is wrong with a pass by scales. */
function misscaled(codec: CodecCard, pass: ScaledPass, graphs: Ports): string[] {
  const { graph, group: id, scan } = pass;
  const graphCard = Object.hasOwn(graphs, graph) ? graphs[graph] : undefined;
  const faults = [];
  if (codec.scales === undefined) faults.push(`${graph} tells scales, and the codec has none`);
  if (graphCard && graphCard.runtime !== 'exact') {
    faults.push(`${graph} tells scales, which are no whole numbers: its runtime has to be exact`);
  }
  if (codec.groups.find((group) => group.id === id)?.predict === 'median') {
    faults.push(`${id} is predicted, and has scales`);
  }
  if (codec.units === 'absolute') faults.push(`${id} has means, and its units are not steps`);
  const sees = graphCard?.inputs.some(({ name }) => name === id) ?? false;
  if (scan === 'wavefront' && !sees) faults.push(`the wavefront of ${graph} does not read '${id}'`);
  if (scan === 'wavefront' && codec.tiles !== null) faults.push('a wavefront takes no tiles');
  return faults;
}

/** What is wrong with the levels. */
function mislevelled({ rate, groups, distributions }: CodecCard): string[] {
  if (!('levels' in rate)) {
    return distributions === 'by level' ? ['distributions are by level, and there are none'] : [];
  }
  const faults = [];
  const names = rate.levels.map(levelName);
  if (new Set(names).size < names.length) faults.push('a level stands there twice');
  for (const { channels } of rate.levels) {
    for (const id of Object.keys(channels)) {
      if (!groups.some((group) => group.id === id)) faults.push(`there is no group '${id}'`);
    }
  }
  return faults;
}

/** What a level is called in notes and messages, `mse-3`. */
export function levelName({ tuned, quality }: Pick<CodecLevel, 'tuned' | 'quality'>): string {
  return `${tuned}-${quality}`;
}
