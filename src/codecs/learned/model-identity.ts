import { sha256 } from '#platform/base/sha256.js';
import { WorkError } from '../../base/errors.js';
import { graphOf, type ModelCard } from '../../models/card-schema.js';
import type { CodecCard } from '../../models/codec-card.js';
import type { GraphFile } from '../../models/locate.js';

/** A card of a codec. */
export type CodecModelCard = ModelCard & { readonly codec: CodecCard };

/** Narrows a card. Throws WorkError for one of another kind. */
export function codecModel(card: ModelCard): CodecModelCard {
  const { codec } = card;
  if (codec === undefined) throw new WorkError(`the card of ${card.id} is of no codec`);
  return { ...card, codec };
}

export interface ModelFiles {
  /** By name of the graph. */
  readonly graphs: Readonly<Record<string, GraphFile>>;
  /** The distributions, where the card names a file of them. */
  readonly table: GraphFile | null;
}

/** Names of the graphs that tell distributions, each once. */
export function contextGraphs({ passes }: CodecCard): string[] {
  return [...new Set(passes.flatMap((pass) => ('graph' in pass ? [pass.graph] : [])))];
}

/** What runs the transforms, each once. */
export function transformRuntimes(card: CodecModelCard): ('onnx' | 'tfjs' | 'exact')[] {
  const { analysis, synthesis } = card.codec;
  return [...new Set([analysis, synthesis].map((name) => graphOf(card, name).runtime))];
}

/** SHA-256 of what decode needs of a model: of graphs, distributions, and the card where it counts. */
export function decoderIdentity(card: CodecModelCard, files: ModelFiles | null): string {
  const { input, rate, units, groups, synthesis, passes, tiles, scales } = card.codec;
  const latents = groups.map(({ id, channels, scale, limit, predict, filters, ranged }) => ({
    ...{ id, channels, scale, limit, predict, filters, ranged },
  }));
  const { range } = imagePort(card, synthesis, 'outputs');
  return digest([
    { input, rate, units, latents, passes, tiles, range, scales },
    hashesOf(card, files, [synthesis, ...contextGraphs(card.codec)]),
    tableHash(card, files),
  ]);
}

/** SHA-256 of all of a model that its results hang on. */
export function modelIdentity(card: CodecModelCard, files: ModelFiles | null): string {
  const { quality: _, ...codec } = { ...card.codec, ...card.marked };
  return digest([codec, hashesOf(card, files, Object.keys(card.graphs)), tableHash(card, files)]);
}

/** Values that stand for black and white where a graph takes or gives the picture. */
export function imageRange(
  card: CodecModelCard,
  graph: string,
  side: 'inputs' | 'outputs',
): readonly [number, number] {
  return imagePort(card, graph, side).range ?? [0, 1];
}

function imagePort(card: CodecModelCard, graph: string, side: 'inputs' | 'outputs') {
  const port = graphOf(card, graph)[side].find(({ name }) => name === 'image');
  if (port) return port;
  throw new WorkError(`the card of ${card.id} says nothing of the image of ${graph}`);
}

/** Of the files that were found, else of those that the card names first. */
function hashesOf(card: CodecModelCard, files: ModelFiles | null, names: readonly string[]) {
  return names.flatMap((name) => {
    const { sha256, shards = [] } = files?.graphs[name] ?? graphOf(card, name).files[0]!;
    return [sha256, ...shards.map((shard) => shard.sha256)];
  });
}

function tableHash({ codec: { distributions } }: CodecModelCard, files: ModelFiles | null) {
  if (typeof distributions === 'string') return null;
  return files?.table?.sha256 ?? distributions.sha256;
}

function digest(value: unknown): string {
  return sha256(JSON.stringify(value));
}
