import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { openJpegPipeline } from '../../../dist/codecs/jpeg/wasm/pipeline.js';
import { writeOutput } from '../../../dist/resize/write-output.js';

/** Pictures that each change is tried on. */
const tried = 40;

/**
 * What single changes of how files come in and go out are worth: CPU milliseconds a picture, each way after
 * the other over the same files, three times, the least of them.
 * @param {string} from a folder of JPEGs
 * @param {string} scratch
 * @returns {Promise<{ what: string, milliseconds: number }[]>}
 */
export async function tryChanges(from, scratch) {
  const pipeline = await openJpegPipeline();
  const files = readdirSync(from)
    .sort()
    .slice(0, tried)
    .map((name) => path.join(from, name));
  const out = path.join(scratch, 'changes');
  mkdirSync(out, { recursive: true });
  const coded = files.map((file) => {
    const planes = pipeline.decode(readFileSync(file), { scale: 2 });
    return pipeline.encode(pipeline.resample(planes, { width: 800, height: 600 }), { quality: 85 });
  });
  /** @type {Record<string, (at: number) => void>} */
  const ways = {
    'read into the decoder’s memory': (at) => {
      const file = files[at] ?? '';
      const handle = openSync(file, 'r');
      const bytes = pipeline.input(statSync(file).size);
      readSync(handle, bytes, 0, bytes.length, 0);
      closeSync(handle);
    },
    'read into a buffer, and copied there': (at) => {
      const bytes = readFileSync(files[at] ?? '');
      pipeline.input(bytes.length).set(bytes);
    },
    'output copied into a new buffer': (at) => {
      coded[at]?.slice();
    },
    'written by its name': (at) => {
      writeFileSync(path.join(out, `${at}.jpg`), coded[at] ?? '');
    },
    'written whole, by a rename': (at) => {
      writeOutput(path.join(out, `${at}.jpg`), coded[at] ?? new Uint8Array());
    },
  };
  const least = new Map(Object.keys(ways).map((what) => [what, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < 3; round++) {
    for (const [what, way] of Object.entries(ways)) {
      const start = process.cpuUsage();
      for (let at = 0; at < files.length; at++) way(at);
      const { user, system } = process.cpuUsage(start);
      least.set(what, Math.min(least.get(what) ?? 0, (user + system) / 1000 / files.length));
    }
  }
  rmSync(out, { recursive: true, force: true });
  return [...least].map(([what, milliseconds]) => ({ what, milliseconds }));
}
