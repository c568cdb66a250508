// Makes a graph model of TensorFlow.js out of an ONNX graph: <out>/<name>.json and <name>.bin, and
// prints the lines of a model's card that name them.
//
//     node scripts/onnx-to-tfjs.js models/sprig/synthesis.onnx --out DIR
import { hash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { readModel } from '#src/runtimes/onnx/proto.js';

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
 * The converter, which is TypeScript: Node 20 does not read that.
 * @returns {Promise<typeof import('./onnx-to-tfjs/convert.ts')>}
 */
async function loadConverter() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Inside node_modules, so that it finds the packages that it imports.
  const outfile = path.join(root, 'node_modules/.cache/paretobench/onnx-to-tfjs.mjs');
  await build({
    entryPoints: [path.join(root, 'scripts/onnx-to-tfjs/convert.ts')],
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile },
  });
  return import(pathToFileURL(outfile).href);
}

/**
 * @param {string} source
 * @param {string} out
 */
async function convert(source, out) {
  const { name } = path.parse(source);
  const { convertToTfjs } = await loadConverter();
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
