import { graphOf } from '../../models/card-schema.js';
import type { GraphFile } from '../../models/locate.js';
import { cut } from '../../runtimes/onnx/cut.js';
import { checkPorts } from '../../runtimes/onnx/ports.js';
import { type OnnxModel, readModel, writeModel } from '../../runtimes/onnx/proto.js';
import type { CodecModelCard } from './model-identity.js';

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
export function createGraphReader(
  card: CodecModelCard,
  readFile: (file: GraphFile) => Promise<Uint8Array>,
) {
  const wholes = new Map<string, Promise<GraphPiece>>();
  const read = async (file: GraphFile): Promise<GraphPiece> => {
    const bytes = await readFile(file);
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

/** Whether several of a card's graphs lie in the file of this one. */
export function sharesFile(card: CodecModelCard, name: string): boolean {
  const hash = (each: string): string => graphOf(card, each).files[0]!.sha256;
  return Object.keys(card.graphs).some((each) => each !== name && hash(each) === hash(name));
}

/** The names of ports. */
export function namesOf(ports: readonly { readonly name: string }[]): string[] {
  return ports.map(({ name }) => name);
}
