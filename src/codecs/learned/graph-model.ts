import path from 'node:path';
import { WorkError } from '../../base/errors.js';
import { graphOf } from '../../models/card-schema.js';
import { type GraphFile, readGraph } from '../../models/locate.js';
import { readVerified } from '../../runtimes/onnx/session.js';
import { openTfjs, type TfjsSession } from '../../runtimes/tfjs/session.js';
import { namesOf } from './graph-file.js';
import type { CodecModelCard } from './model-identity.js';

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
