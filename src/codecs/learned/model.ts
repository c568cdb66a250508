import path from 'node:path';
import type { DistributionTable } from '../../entropy/distribution.js';
import { readTable } from '../../entropy/distributions/table-file.js';
import { graphOf } from '../../models/card-schema.js';
import { readGraph } from '../../models/locate.js';
import { openExact } from '../../runtimes/exact/session.js';
import { openWavefront, type Wavefront } from '../../runtimes/exact/wavefront.js';
import { costOf, type GraphCost } from '../../runtimes/onnx/cost.js';
import type { Shape } from '../../runtimes/onnx/rule.js';
import { type GraphSession, openOnnx } from '../../runtimes/onnx/session.js';
import { createGraphReader, sharesFile } from './graph-file.js';
import { openGraphModel } from './graph-model.js';
import {
  type CodecModelCard,
  contextGraphs,
  decoderIdentity,
  type ModelFiles,
} from './model-identity.js';

/** A graph that is loaded. */
export interface TransformGraph extends GraphFacts {
  readonly session: GraphSession;
}

/** A context that is loaded: its session, or what goes wave by wave where a pass does. */
export type ContextGraph = GraphFacts &
  (
    | { readonly session: GraphSession; readonly wavefront: null }
    | { readonly session: null; readonly wavefront: Wavefront }
  );

/** What is known of a graph that is loaded, with the names of what it reads and gives. */
export interface GraphFacts {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What a run costs for inputs of the given shapes. */
  readonly cost: CountCost;
  /** What it is a part of in reports: graphs that share a file are one part. */
  readonly part: string;
  /** Of all its files. */
  readonly fileBytes: number;
}

type CountCost = (inputs: Readonly<Record<string, Shape>>) => Promise<GraphCost>;

/** A model that is loaded. */
export interface OpenModel {
  readonly card: CodecModelCard;
  /** SHA-256 of what decode needs, in hexadecimal. */
  readonly identity: string;
  readonly analysis: TransformGraph;
  readonly synthesis: TransformGraph;
  /** By name. */
  readonly contexts: Readonly<Record<string, ContextGraph>>;
  /** The model's own distributions; null where they are measured on each picture. */
  readonly table: DistributionTable | null;
  /** Length of their file; 0 without. */
  readonly tableBytes: number;
  close(): Promise<void>;
}

/**
 * Loads a model's graphs into the runtimes that its card names; those of the context into the exact
 * runtime, or into onnxruntime on the CPU, wherever the transforms run: their answers have to be the
 * same on every machine.
 * @param options.provider of onnxruntime, for transforms
 * @throws WorkError where a file is damaged or is not what the card says, and where a runtime is not
 *   installed
 */
export async function openModel(
  card: CodecModelCard,
  files: ModelFiles,
  { threads, provider }: { readonly threads: number; readonly provider: string },
): Promise<OpenModel> {
  const sessions: { close(): unknown }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(sessions.map((session) => session.close()));
  };
  // Matrices of attention are gigabytes, which would be held twice.
  const memoryPattern = card.codec.attention === undefined;
  const readPiece = createGraphReader(card, readGraph);
  const factsOf = (name: string) => {
    const { inputs, outputs } = graphOf(card, name);
    const file = files.graphs[name]!;
    return {
      name,
      inputs: inputs.map((port) => port.name),
      outputs: outputs.map((port) => port.name),
      part: sharesFile(card, name) ? path.parse(file.path).name : name,
      fileBytes: file.bytes,
    };
  };
  const openContext = async (name: string): Promise<ContextGraph> => {
    const seen = seenByWavefront(card.codec, name);
    if (seen === null) return { ...(await open(name, 'cpu')), wavefront: null };
    const { model } = await readPiece(name, files.graphs[name]!);
    const wavefront = await openWavefront(model, seen, files.graphs[name]!.path);
    sessions.push(wavefront);
    const cost = countedOnce(async (shapes) => costOf(model, shapes, name));
    return { ...factsOf(name), cost, session: null, wavefront };
  };
  const open = async (name: string, where: string): Promise<TransformGraph> => {
    const { runtime } = graphOf(card, name);
    const file = files.graphs[name]!;
    const graph = factsOf(name);
    if (runtime === 'tfjs') {
      const session = await openGraphModel(card, name, file);
      sessions.push(session);
      return { ...graph, session, cost: countedOnce(session.cost) };
    }
    const { model, bytes } = await readPiece(name, file);
    const session =
      runtime === 'exact'
        ? await openExact(model, file.path)
        : await openOnnx(bytes, file.path, { threads, provider: where, memoryPattern });
    sessions.push(session);
    return { ...graph, session, cost: countedOnce(async (shapes) => costOf(model, shapes, name)) };
  };
  try {
    const { codec } = card;
    const contexts: Record<string, ContextGraph> = {};
    for (const name of contextGraphs(codec)) contexts[name] = await openContext(name);
    return {
      card,
      identity: decoderIdentity(card, files),
      analysis: await open(codec.analysis, provider),
      synthesis: await open(codec.synthesis, provider),
      contexts,
      table: files.table === null ? null : readTable(await readGraph(files.table)),
      tableBytes: files.table?.bytes ?? 0,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Counts once for inputs of the same shapes: the pictures of a sweep are often of one size. */
function countedOnce(count: CountCost): CountCost {
  const known = new Map<string, Promise<GraphCost>>();
  return (inputs) => {
    const key = JSON.stringify(inputs);
    const cost = known.get(key) ?? count(inputs);
    known.set(key, cost);
    return cost;
  };
}

/** The group that a graph sees wave by wave; null of other graphs. */
function seenByWavefront({ passes }: CodecModelCard['codec'], graph: string): string | null {
  const pass = passes.find((each) => 'graph' in each && each.graph === graph);
  return pass && 'scan' in pass && pass.scan === 'wavefront' ? pass.group : null;
}
