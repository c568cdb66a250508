// Makes a graph model of TensorFlow.js out of an ONNX graph: <out>/<name>.json and <name>.bin, and
// prints the lines of a model's card that name them.
//
//     node scripts/onnx-to-tfjs.js models/sprig/synthesis.onnx --out DIR
import { hash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readModel } from '#src/runtimes/onnx/proto.js';
import { convertToTfjs } from '#src/runtimes/tfjs/convert/convert.js';

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' } },
  allowPositionals: true,
});
const [source] = positionals;
if (source === undefined || positionals.length > 1 || values.out === undefined) {
  console.error('usage: node scripts/onnx-to-tfjs.js GRAPH.onnx --out DIR');
  process.exit(2);
}
try {
  await convert(source, values.out);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/**
 * @param {string} source
 * @param {string} out
 */
async function convert(source, out) {
  const { name } = path.parse(source);
  const model = readModel(await readFile(source), source);
  const { topology, weights } = convertToTfjs(model, source, `${name}.bin`);
  await mkdir(out, { recursive: true });
  const write = async (/** @type {string} */ file, /** @type {Uint8Array} */ bytes) => {
    await writeFile(path.join(out, file), bytes);
    return { file, sha256: hash('sha256', bytes), bytes: bytes.length };
  };
  const shards = [await write(`${name}.bin`, weights)];
  const files = [
    { ...(await write(`${name}.json`, topology)), shards, from: 'scripts/onnx-to-tfjs.js' },
  ];
  console.log(JSON.stringify({ runtime: 'tfjs', files }, null, 2));
}
