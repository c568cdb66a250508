import type { DistributionTable } from '../../entropy/distribution.js';
import { readTable } from '../../entropy/distributions/tablefile.js';
import { graphOf, readGraph } from '../../models/locate.js';
import { type GraphSession, openOnnx } from '../../runtimes/onnx.js';
import type { GraphCost } from '../../runtimes/onnxcost.js';
import type { Shape } from '../../runtimes/onnxrule.js';
import { openGraphModel, readPiece } from './graphfile.js';
import {
  type CodecModelCard,
  contextGraphs,
  decoderIdentity,
  type ModelFiles,
} from './modelfiles.js';

/** A graph that is loaded, with the names of what it reads and gives. */
export interface TransformGraph {
  readonly name: string;
  readonly session: GraphSession;
  /** Counts what a run costs, where its runtime can; null where its file tells. */
  readonly cost: ((inputs: Readonly<Record<string, Shape>>) => Promise<GraphCost>) | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A model that is loaded. */
export interface OpenModel {
  readonly card: CodecModelCard;
  readonly files: ModelFiles;
  /** SHA-256 of what decode needs, in hexadecimal. */
  readonly identity: string;
  readonly analysis: TransformGraph;
  readonly synthesis: TransformGraph;
  /** By name. */
  readonly contexts: Readonly<Record<string, TransformGraph>>;
  /** The model's own distributions; null where they are measured on each picture. */
  readonly table: DistributionTable | null;
  close(): Promise<void>;
}

/**
 * Loads a model's graphs into the runtimes that its card names; those of the context into
 * onnxruntime on the CPU wherever the transforms run: their answers have to be the same on every
 * machine.
 * @param options.provider of onnxruntime, for transforms
 * @throws WorkError where a file is damaged or is not what the card says, and where a runtime is not
 *   installed
 */
export async function openModel(
  card: CodecModelCard,
  files: ModelFiles,
  { threads, provider }: { readonly threads: number; readonly provider: string },
): Promise<OpenModel> {
  const sessions: GraphSession[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(sessions.map((session) => session.close()));
  };
  const open = async (name: string, where: string): Promise<TransformGraph> => {
    const { runtime, inputs, outputs } = graphOf(card, name);
    const file = files.graphs[name]!;
    const graph = {
      name,
      inputs: inputs.map((port) => port.name),
      outputs: outputs.map((port) => port.name),
    };
    if (runtime === 'tfjs') {
      const session = await openGraphModel(card, name, file);
      sessions.push(session);
      return { ...graph, session, cost: session.cost };
    }
    const { bytes } = await readPiece(card, name, file);
    const session = await openOnnx(bytes, file.path, { threads, provider: where });
    sessions.push(session);
    return { ...graph, session, cost: null };
  };
  try {
    const { codec } = card;
    const contexts: Record<string, TransformGraph> = {};
    for (const name of contextGraphs(codec)) contexts[name] = await open(name, 'cpu');
    return {
      card,
      files,
      identity: decoderIdentity(card, files),
      analysis: await open(codec.analysis, provider),
      synthesis: await open(codec.synthesis, provider),
      contexts,
      table: files.table === null ? null : readTable(await readGraph(files.table)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
