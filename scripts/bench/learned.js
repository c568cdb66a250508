import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { untimed } from '../../dist/base/clock.js';
import { resolveSettings } from '../../dist/base/params.js';
import { createLearnedCodec } from '../../dist/codecs/learned/codec.js';
import { codedSize } from '../../dist/codecs/learned/coded-size.js';
import { readLearnedFile } from '../../dist/codecs/learned/container.js';
import { learnedLevels } from '../../dist/codecs/learned/levels.js';
import { memoryOf } from '../../dist/codecs/learned/memory.js';
import { codecModel, imageRange } from '../../dist/codecs/learned/model-identity.js';
import { createModelOpener } from '../../dist/codecs/learned/opener.js';
import { decodeGroups, namedCoder, openCoder } from '../../dist/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '../../dist/codecs/learned/picture.js';
import { stepOf } from '../../dist/codecs/learned/quantise.js';
import { symbolsOf } from '../../dist/codecs/learned/symbols.js';
import { runNamed, scalar } from '../../dist/codecs/learned/tensors.js';
import { emptyGroups } from '../../dist/codecs/learned/walk.js';
import { filters } from '../../dist/image/filters.js';
import { createRaster } from '../../dist/image/raster.js';
import { resample } from '../../dist/image/resample.js';
import { readCard } from '../../dist/models/card.js';
import { syntheticPair } from '../../dist/models/synthetic.js';

// The learned codecs of a folder of models, each with its graphs and a card of its own, as
// `export.py --weights random:1 --out FOLDER/ID` makes them:
//
//     memory    what coding takes beside the loaded graphs, as a share of what the card says; Linux
//     time      encode and decode of 768x512 in processor seconds of one thread
//     sizes     latents there and back at sizes that no graph was traced with

const parts = ['memory', 'time', 'sizes'];
/** Multiples of all that cards ask for; smaller ones where attention grows with the square. */
const usual = ['512x384', '768x512'];
const attentive = ['256x192', '384x256'];
const odd = ['1x1', '1x17', '33x47', '767x513'];

/** @typedef {import('./report.js').BenchOptions} BenchOptions */
/** @typedef {import('./report.js').Figure} Figure */

/**
 * @param {BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({ folder, only }) {
  if (folder === undefined) {
    throw new Error('--folder FOLDER names where models lie, each in a folder with its card.json');
  }
  const known = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
  const named = only?.filter((each) => !parts.includes(each)) ?? [];
  const missing = named.find((id) => !known.includes(id));
  if (missing !== undefined) {
    throw new Error(
      `'${missing}' is neither a part (${parts}) nor a model in ${folder} (${known})`,
    );
  }
  const asked = parts.filter((part) => only?.includes(part));
  const figures = [];
  for (const id of named.length > 0 ? named : known) {
    for (const part of asked.length > 0 ? asked : parts) {
      figures.push(...((await measures[part]?.(path.resolve(folder, id))) ?? []));
    }
  }
  return figures;
}

/** @type {Record<string, (folder: string) => Promise<Figure[]>>} */
const measures = {
  async memory(folder) {
    const { id, codec } = codecModel(await readCard(path.join(folder, 'card.json')));
    const figures = [];
    const graphs = readdirSync(folder)
      .filter((file) => file.endsWith('.onnx'))
      .reduce((all, file) => all + statSync(path.join(folder, file)).size, 0);
    const sizes = (codec.attention ? attentive : usual).map((size) => size.split('x').map(Number));
    // What loading has left free is taken first, so small pictures of large graphs tell nothing.
    const times = Math.ceil(Math.sqrt((4 * graphs) / toldOf(/** @type {number[]} */ (sizes[0]))));
    for (const sides of sizes.map((each) => each.map((side) => side * times))) {
      const size = sides.join('x');
      const { grown } = await inProcess('grow', folder, size);
      const pixels = sides.reduce((all, side) => all * side, 1);
      const told = toldOf(sides);
      const most = Math.max(...grown);
      figures.push({
        what: `${id}, memory of ${size}`,
        value: `${(100 * (most / told)).toFixed(0)} % of the card's ${mb(told)}: ${grown.map(mb).join(', ')}, ${Math.round(most / pixels)} bytes a pixel`,
        bound: 'within 10 %',
        holds: Math.abs(most / told - 1) <= 0.1,
      });
    }
    return figures;

    /** What the card says of a picture, in bytes. @param {number[]} sides */
    function toldOf(sides) {
      return memoryOf(
        codec,
        sides.reduce((all, side) => all * side, 1),
      );
    }
  },

  async time(folder) {
    const { id, pictures } = await inProcess('clock', folder, '768x512');
    return pictures.map(
      (/** @type {Record<string, number>} */ seconds, /** @type {number} */ at) => ({
        what: `${id}, 768x512, picture ${at + 1}`,
        value: Object.entries(seconds)
          .map(([name, each]) => `${name} ${each.toFixed(1)}`)
          .join(', '),
        bound:
          'processor seconds; decode at most 10, its entropy 3, asked of mbt2018 and cheng2020-anchor',
      }),
    );
  },

  async sizes(folder) {
    const figures = [];
    for (const size of odd) {
      const { id, same, latents, bytes } = await inProcess('return', folder, size);
      figures.push({
        what: `${id}, ${size} there and back`,
        value: `${latents} latents, ${bytes} bytes`,
        bound: 'size and latents are the same',
        holds: same,
      });
    }
    return figures;
  },
};

const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/**
 * @param {string} work
 * @param {string} folder
 * @param {string} size
 */
async function inProcess(work, folder, size) {
  const self = fileURLToPath(import.meta.url);
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--expose-gc', self, work, folder, size], {
    env: { ...process.env, PARETO_MODELS: folder },
  });
  return JSON.parse(stdout);
}

/** The codec of a card at its costliest: its default level, all of the pixels. */
async function openWhole(/** @type {string} */ folder) {
  const card = codecModel(await readCard(path.join(folder, 'card.json')));
  const codec = await createLearnedCodec(card);
  const { rate, quality } = card.codec;
  const given = 'resize' in rate ? { quality: 100 } : { quality: Math.max(...quality.sweep) };
  const settings = resolveSettings(card.id, codec.params, given);
  const session = await codec.open(settings, { threads: 1, maxPixels: 1e9 });
  return { card, session };
}

function pictureOf(/** @type {string} */ size) {
  const [width, height] = /** @type {[number, number]} */ (size.split('x').map(Number));
  const { a } = syntheticPair({ width, height, seed: 7 });
  const plane = width * height;
  const data = Uint8Array.from({ length: 3 * plane }, (_, i) =>
    Math.round(255 * /** @type {number} */ (a[(i % 3) * plane + Math.floor(i / 3)])),
  );
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

/** Resident memory of this process, in bytes: now, or the most since it was last forgotten. */
function resident(/** @type {'VmRSS' | 'VmHWM'} */ name) {
  const [, kib] =
    new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return 1024 * Number(kib);
}

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number> | undefined} b
 */
function equal(a, b) {
  if (a.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @type {Record<string, (folder: string, size: string) => Promise<object>>} */
const works = {
  /** What two pictures take beside the graphs, each there and back: onnxruntime takes more for the second. */
  async grow(folder, size) {
    const { session } = await openWhole(folder);
    const picture = pictureOf(size);
    globalThis.gc?.();
    const loaded = resident('VmRSS');
    const grown = [];
    for (let round = 0; round < 2; round++) {
      writeFileSync('/proc/self/clear_refs', '5');
      await session.decode(await session.encode(picture, untimed), untimed);
      grown.push(resident('VmHWM') - loaded);
    }
    await session.close();
    return { grown, loaded };
  },

  /** Processor seconds of two pictures, and of those of the entropy stages. */
  async clock(folder, size) {
    const { card, session } = await openWhole(folder);
    const picture = pictureOf(size);
    const seconds = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    let entropy = 0;
    /** @type {import('../../dist/base/clock.js').Clock} */
    const clock = {
      ...untimed,
      stage(name, work) {
        const before = seconds();
        const book = () => {
          if (name === 'entropy') entropy += seconds() - before;
        };
        const value = work();
        if (value instanceof Promise) return /** @type {any} */ (value.finally(book));
        book();
        return value;
      },
    };
    const pictures = [];
    for (let round = 0; round < 2; round++) {
      const start = seconds();
      const bytes = await session.encode(picture, untimed);
      const coded = seconds();
      await session.decode(bytes, clock);
      pictures.push({
        encode: coded - start,
        decode: seconds() - coded,
        'of that entropy': entropy,
      });
      entropy = 0;
    }
    await session.close();
    return { id: card.id, pictures };
  },

  /** Latents as they are coded, compared with those that the file gives back. */
  async return(folder, size) {
    const { card, session } = await openWhole(folder);
    const picture = pictureOf(size);
    const bytes = await session.encode(picture, untimed);
    const decoded = await session.decode(bytes, untimed);
    await session.close();
    const file = readLearnedFile(bytes);
    const levels = await learnedLevels(card);
    const models = createModelOpener(card.id, levels, { threads: 1, provider: 'cpu' });
    const model = await models.at(file.rate);
    const { codec } = model.card;
    const inner = codedSize(codec, picture, file.rate);
    const extent = {
      width: paddedSide(inner.width, codec.input),
      height: paddedSide(inner.height, codec.input),
    };
    const coder = await openCoder(await namedCoder(file.coder));
    const back = emptyGroups(model, extent);
    await decodeGroups(model, coder, back, { ...file, extent });
    await coder.session.close();
    const small =
      'resize' in codec.rate
        ? resample(picture, { ...inner, filter: filters['catmull-rom'] })
        : picture;
    const planes = toPlanes(small, extent, imageRange(model.card, codec.analysis, 'inputs'));
    const inputs = new Map([
      ['image', { tensor: planes, scale: 1 }],
      ['step', scalar(stepOf(codec.rate, file.rate))],
      ['rate', scalar(file.rate)],
    ]);
    const coefficients = await runNamed(model.analysis, inputs, extent, codec.tiles);
    const { groups } = await symbolsOf(model, coefficients, { rate: file.rate, extent });
    await models.close();
    const same = groups.every(
      ({ data, values }, at) =>
        equal(data, back[at]?.data) && equal(values ?? [], back[at]?.values ?? []),
    );
    return {
      id: card.id,
      latents: back.reduce((all, { data }) => all + data.length, 0),
      bytes: bytes.length,
      same: same && decoded.width === picture.width && decoded.height === picture.height,
    };
  },
};

const [, started, work, folder, size] = process.argv;
if (started === fileURLToPath(import.meta.url) && work && folder && size) {
  console.log(JSON.stringify(await works[work]?.(folder, size)));
}
