import type { Engine } from '../base/engine.js';
import { describeType, rateKnob, resolveSettings, sweepOf } from '../base/params.js';
import type { AnyCodec } from '../codecs/codec.js';
import { tellLimits } from '../codecs/limits.js';
import { openCodecTable } from '../codecs/table.js';
import { pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { codecsOptions } from './options/codecs.js';
import { formatTable, print, printJson, tableWithNotes } from './output.js';

/** Lists the codecs, or the settings of one of them. */
export async function codecsCommand({
  codec: id,
  plugin,
  json,
}: ArgumentsOf<typeof codecsOptions>): Promise<void> {
  const table = await openCodecTable(pathsOf(plugin ?? ''));
  const ids = id === undefined ? table.names : [id];
  const found = await Promise.all(ids.map(async (name) => (await table.load(name)).codec));
  const described = await Promise.all(found.map(describe));
  if (json) printJson(id === undefined ? described : described[0]);
  else if (id === undefined) print(listOf(described));
  else print(detailsOf(found[0]!, described[0]!));
}

type Described = Awaited<ReturnType<typeof describe>>;

async function describe(codec: AnyCodec) {
  const settings = resolveSettings(codec.id, codec.params, {});
  const knob = rateKnob(codec.params, settings);
  return {
    id: codec.id,
    title: codec.title,
    kind: codec.kind,
    ...('verified' in codec && { verified: codec.verified }),
    engine: codec.engine(settings),
    rateKnob: knob,
    sweep: knob === null ? [] : sweepOf(codec.params[knob]),
    available: await codec.available(settings),
    limits: codec.limits?.(settings) ?? {},
    params: codec.params,
  };
}

function listOf(described: readonly Described[]): string {
  const rows = described.map(({ id, kind, engine, rateKnob: knob, sweep, available }) => [
    id,
    kind,
    engineOf(id, engine, available === true),
    knob === null ? '-' : `${knob} ${sweep?.[0]}..${sweep?.at(-1)}`,
    available === true ? 'yes' : 'no',
  ]);
  return tableWithNotes(formatTable(['codec', 'kind', 'engine', 'swept', 'available'], rows), [
    ...described.flatMap(({ id, verified }) =>
      verified === 'architecture' ? [[id, `verified: ${toldOf[verified]}`] as const] : [],
    ),
    ...described.flatMap(({ id, available }) =>
      available === true ? [] : [[id, `not available: ${available}`] as const],
    ),
    ['pareto codecs ID', 'what a codec is, and all of its settings'],
  ]);
}

/** Engine and version, without a name that is the codec's own. */
function engineOf(id: string, { name, version, runtime }: Engine, isHere: boolean): string {
  if (!isHere) return name === id ? '-' : name;
  return `${name === id ? '' : `${name} `}${version} (${runtime})`;
}

/** What was compared of a learned codec from elsewhere. */
const toldOf = {
  architecture: 'architecture (with random weights; not the official ones)',
  weights: 'weights (official ones, and published figures)',
} as const;

function detailsOf(codec: AnyCodec, { engine, available, limits, verified }: Described): string {
  const rows = Object.entries(codec.params).map(([name, param]) => [
    name,
    describeType(param),
    param.default === null ? 'not set' : String(param.default),
    sweepOf(param)?.join(' ') ?? '',
    param.meaning,
  ]);
  const largest = tellLimits(limits);
  return [
    `${codec.id}: ${codec.title} (${codec.kind}), ${engine.name} ${engine.version} (${engine.runtime})`,
    ...(verified ? [`verified: ${toldOf[verified]}`] : []),
    available === true ? 'available' : `not available: ${available}`,
    ...(largest === null ? [] : [`stores ${largest}`]),
    '',
    formatTable(['setting', 'values', 'default', 'swept', 'meaning'], rows),
  ].join('\n');
}
