import { sha256 } from '#platform/base/sha256.js';
import { readSprigFile } from '#platform/codecs/browser/sprig-files.js';
import { WorkError } from '../../base/errors.js';
import { readTable } from '../../entropy/distributions/table-file.js';
import { graphOf } from '../../models/card-schema.js';
import type { GraphFile } from '../../models/locate.js';
import { costOf } from '../../runtimes/onnx/cost.js';
import type { WebProvider } from '../../runtimes/onnx/web-providers.js';
import { openOnnxWeb } from '../../runtimes/onnx/web-session.js';
import { createGraphReader, namesOf, sharesFile } from '../learned/graph-file.js';
import type { OpenModel, TransformGraph } from '../learned/model.js';
import {
  type CodecModelCard,
  contextGraphs,
  decoderIdentity,
  type ModelFiles,
} from '../learned/model-identity.js';

/**
 * Loads the graphs of sprig into onnxruntime-web: its context always into WASM, whose sums of whole
 * numbers are those of every machine.
 * @param provider of the transforms
 * @throws WorkError where a file is another one than the card says, or a graph does not run there
 */
export async function openWebModel(
  card: CodecModelCard,
  provider: WebProvider,
): Promise<OpenModel> {
  const { codec } = card;
  const files = filesOf(card);
  const readPiece = createGraphReader(card, readChecked);
  const sessions: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(sessions.map((session) => session.close()));
  };
  const open = async (name: string, where: WebProvider): Promise<TransformGraph> => {
    const { inputs, outputs } = graphOf(card, name);
    const file = files.graphs[name]!;
    const { model, bytes } = await readPiece(name, file);
    const session = await openOnnxWeb(bytes, name, { provider: where, library: provider });
    sessions.push(session);
    return {
      ...{ name, session, fileBytes: file.bytes },
      ...{ inputs: namesOf(inputs), outputs: namesOf(outputs) },
      part: sharesFile(card, name) ? file.path.replace(/\.onnx$/, '') : name,
      cost: async (shapes) => costOf(model, shapes, name),
    };
  };
  try {
    const contexts: Record<string, OpenModel['contexts'][string]> = {};
    for (const name of contextGraphs(codec)) {
      contexts[name] = { ...(await open(name, 'wasm')), wavefront: null };
    }
    return {
      ...{ card, contexts, close },
      identity: decoderIdentity(card, files),
      analysis: await open(codec.analysis, provider),
      synthesis: await open(codec.synthesis, provider),
      table: files.table === null ? null : readTable(await readChecked(files.table)),
      tableBytes: files.table?.bytes ?? 0,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The files that the card names first. */
function filesOf(card: CodecModelCard): ModelFiles {
  const fileOf = (known: { file: string; sha256: string; bytes: number }): GraphFile => ({
    ...{ path: known.file, sha256: known.sha256, bytes: known.bytes, shards: [] },
  });
  const { distributions } = card.codec;
  return {
    graphs: Object.fromEntries(
      Object.entries(card.graphs).map(([name, { files }]) => [name, fileOf(files[0]!)]),
    ),
    table: typeof distributions === 'string' ? null : fileOf(distributions),
  };
}

async function readChecked({ path: name, sha256: expected }: GraphFile): Promise<Uint8Array> {
  const bytes = await readSprigFile(name);
  const got = sha256(bytes);
  if (got === expected) return bytes;
  throw new WorkError(
    `${name} of sprig is expected to have the SHA-256 ${expected}, it has ${got}`,
    {
      code: 'file-differs',
      data: { file: name, expected, got },
    },
  );
}
