import { type CodecCard, levelName, measuredLimit, type ScaledPass } from './codec-card.js';
import { misranged } from './ranged-card.js';

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
  const contexts = codec.passes.some((pass) => 'graph' in pass);
  faults.push(...misranged(codec.groups, { contexts, rdoq: codec.rdoq }));
  faults.push(...mislevelled(codec), ...missized(codec), ...misindexed(codec));
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

/** What is wrong with a pass by scales. */
function misscaled(codec: CodecCard, pass: ScaledPass, graphs: Ports): string[] {
  const { graph, group: id, scan, part } = pass;
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
  if (scan === 'wavefront' && part !== 'all') faults.push(`the wavefront of ${graph} is of a half`);
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

/** What is wrong with the sizes that a picture is coded in. */
function missized({ rate, input }: CodecCard): string[] {
  if (!('resize' in rate)) return [];
  const { multiple } = rate.resize;
  const wrong = [multiple % input.multiple, input.minSide % multiple].some((rest) => rest !== 0);
  return wrong
    ? [
        `sides are made multiples of ${multiple}, which do not suit ${input.multiple} and ${input.minSide}`,
      ]
    : [];
}

/** What is wrong with a codebook. */
function misindexed({ distributions, groups, passes, rdoq }: CodecCard): string[] {
  if (distributions !== 'codebook') return [];
  const [group] = groups;
  const alone = groups.length === 1 && group!.channels === 1 && group!.predict === 'none';
  const plain = passes.length === 1 && 'base' in passes[0]! && rdoq === 0;
  return alone && plain ? [] : ['a codebook has one group of one channel, and one pass by itself'];
}
