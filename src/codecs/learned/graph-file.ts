import path from 'node:path';
import { WorkError } from '../../base/errors.js';
import { type GraphFile, graphOf, readGraph } from '../../models/locate.js';
import { cut } from '../../runtimes/onnx/cut.js';
import { checkPorts } from '../../runtimes/onnx/ports.js';
import { type OnnxModel, readModel, writeModel } from '../../runtimes/onnx/proto.js';
import { readVerified } from '../../runtimes/onnx/session.js';
import { openTfjs, type TfjsSession } from '../../runtimes/tfjs/session.js';
import type { CodecModelCard } from './model-files.js';

/** A graph as it is run. */
export interface GraphPiece {
  readonly model: OnnxModel;
  readonly bytes: Uint8Array;
}

/**
 * A reader of the graphs of a model by their names, which reads every file once. Where a file holds
 * more than a graph reads and gives, because several graphs share it, the way from the ones to the
 * others is cut out. The reader throws WorkErrors where a file is damaged or is not what the card
 * says.
 */
export function createGraphReader(card: CodecModelCard) {
  const wholes = new Map<string, Promise<GraphPiece>>();
  const read = async (file: GraphFile): Promise<GraphPiece> => {
    const bytes = await readGraph(file);
    return { model: readModel(bytes, file.path), bytes };
  };
  return async (name: string, file: GraphFile): Promise<GraphPiece> => {
    const { inputs, outputs } = graphOf(card, name);
    const reading = wholes.get(file.path) ?? read(file);
    wholes.set(file.path, reading);
    const whole = await reading;
    const shared = sharesFile(card, name);
    const model = shared ? cut(whole.model, namesOf(inputs), namesOf(outputs)) : whole.model;
    checkPorts(model, file.path, { inputs, outputs });
    return shared ? { model, bytes: writeModel(model) } : whole;
  };
}

/**
 * Loads one of a model's graphs that TensorFlow.js runs.
 * @throws WorkError where a file is damaged or is not what the card says, and where TensorFlow.js is
 *   not installed
 */
export async function openGraphModel(
  card: CodecModelCard,
  name: string,
  file: GraphFile,
): Promise<TfjsSession> {
  const shards = new Map<string, Uint8Array>();
  for (const shard of file.shards) {
    shards.set(path.basename(shard.path), await readVerified(shard.path, shard.sha256));
  }
  const session = await openTfjs({ topology: await readGraph(file), shards }, file.path);
  const { inputs, outputs } = graphOf(card, name);
  const has = (known: readonly string[], wanted: readonly string[]) =>
    wanted.every((port) => known.includes(port));
  const complete = session.inputs.length === inputs.length;
  if (complete && has(session.inputs, namesOf(inputs)) && has(session.outputs, namesOf(outputs))) {
    return session;
  }
  await session.close();
  const [wanted, found] = [{ inputs: namesOf(inputs), outputs: namesOf(outputs) }, session].map(
    (each) => `${each.inputs.join(', ')} -> ${each.outputs.join(', ')}`,
  );
  throw new WorkError(`${file.path} is expected to compute ${wanted}; it computes ${found}`);
}

/** Whether several of a card's graphs lie in the file of this one. */
export function sharesFile(card: CodecModelCard, name: string): boolean {
  const hash = (each: string): string => graphOf(card, each).files[0]!.sha256;
  return Object.keys(card.graphs).some((each) => each !== name && hash(each) === hash(name));
}

function namesOf(ports: readonly { readonly name: string }[]): string[] {
  return ports.map(({ name }) => name);
}
