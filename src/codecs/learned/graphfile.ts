import path from 'node:path';
import { WorkError } from '../../errors.js';
import { type GraphFile, graphOf, readGraph } from '../../models/locate.js';
import { readVerified } from '../../runtimes/onnx.js';
import { cut } from '../../runtimes/onnxcut.js';
import { checkPorts } from '../../runtimes/onnxports.js';
import { type OnnxModel, readModel, writeModel } from '../../runtimes/onnxproto.js';
import { openTfjs, type TfjsSession } from '../../runtimes/tfjs.js';
import type { CodecModelCard } from './modelfiles.js';

/** A graph as it is run. */
export interface GraphPiece {
  readonly model: OnnxModel;
  readonly bytes: Uint8Array;
}

/**
 * Reads one of a model's graphs. Where its file holds more than it reads and gives, because several
 * graphs share it, the way from the ones to the others is cut out.
 * @throws WorkError where the file is damaged or is not what the card says
 */
export async function readPiece(
  card: CodecModelCard,
  name: string,
  file: GraphFile,
): Promise<GraphPiece> {
  const { inputs, outputs } = graphOf(card, name);
  const bytes = await readGraph(file);
  const whole = readModel(bytes, file.path);
  const shared = graphsBeside(card, name) > 0;
  const model = shared ? cut(whole, namesOf(inputs), namesOf(outputs)) : whole;
  checkPorts(model, file.path, { inputs, outputs });
  return shared ? { model, bytes: writeModel(model) } : { model, bytes };
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
export function graphsBeside(card: CodecModelCard, name: string): number {
  const hash = (each: string): string => graphOf(card, each).files[0]!.sha256;
  return Object.keys(card.graphs).filter((each) => each !== name && hash(each) === hash(name))
    .length;
}

function namesOf(ports: readonly { readonly name: string }[]): string[] {
  return ports.map(({ name }) => name);
}
