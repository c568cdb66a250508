import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { untimed } from '../../dist/base/clock.js';
import { resolveSettings } from '../../dist/base/params.js';
import { median } from '../../dist/base/statistics.js';
import { codecs } from '../../dist/codecs/registry.js';
import { openDataset } from '../../dist/datasets/dataset.js';
import { centreCrop } from '../../dist/image/crop.js';
import { loadImageFile } from '../../dist/image/files/load.js';
import { savePng } from '../../dist/image/files/save.js';
import { benchDataset, inScratch } from './report.js';

const [rounds, repetitions] = [7, 3];
const what = 'jxl:engine=native,effort=7 over cjxl -e 7 --num_threads=0';
const bound = 'at most 1';

/**
 * The system's libjxl in this process against cjxl of the same version, in turn. From cjxl's time
 * that for a picture of 8x8 is taken off, which is mostly its start. Beside it stands what cjxl
 * tells of its encoding alone, the same picture several times over: as this process does it.
 */
export async function bench() {
  const codec = await codecs.load('jxl');
  const settings = resolveSettings('jxl', codec.params, { engine: 'native', distance: 1 });
  const available = await codec.available(settings);
  if (available !== true) return skipped(available);
  const { version } = codec.engine(settings);
  const peer = await cjxl(['--version']);
  if (peer === null) return skipped('cjxl is missing: apt install libjxl-tools');
  if (!peer.output.includes(`v${version} `)) return skipped(`cjxl is not of version ${version}`);
  const id = await benchDataset();
  const file = (await openDataset(id, { limit: 1 })).images[0]?.path ?? '';
  const session = await codec.open(settings, { threads: 1, maxPixels: 1e9 });
  try {
    return await inScratch((folder) => compare({ file, folder, session, on: `${id}, ${version}` }));
  } finally {
    await session.close();
  }
}

/** @param {string} why */
function skipped(why) {
  return [{ what, value: `skipped: ${why}`, bound }];
}

/**
 * @param {object} work
 * @param {string} work.file
 * @param {string} work.folder
 * @param {import('../../dist/codecs/codec.js').CodecSession} work.session
 * @param {string} work.on
 */
async function compare({ file, folder, session, on }) {
  const image = await loadImageFile(file);
  const tiny = path.join(folder, 'tiny.png');
  await savePng(tiny, centreCrop(image, 8, 8));
  const run = async (/** @type {string} */ source, /** @type {string[]} */ ...more) => {
    const out = path.join(folder, 'out.jxl');
    const ran = await cjxl([source, out, '-d', '1', '-e', '7', '--num_threads=0', ...more]);
    if (ran === null) throw new Error(`cjxl failed on ${source}`);
    return ran;
  };
  /** @type {{ own: number, outside: number, inside: number }[]} */
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const start = (await run(tiny)).seconds;
    const whole = (await run(file)).seconds;
    const { output } = await run(file, '--num_reps', String(repetitions));
    const speed = Number(/([\d.]+) MP\/s \[/.exec(output)?.[1]);
    const before = performance.now();
    for (let i = 0; i < repetitions; i++) await session.encode(image, untimed);
    const own = (performance.now() - before) / 1000 / repetitions;
    const inside = (image.width * image.height) / 1e6 / speed;
    measured.push({ own, outside: own / (whole - start), inside: own / inside });
  }
  const middle = (/** @type {'own' | 'outside' | 'inside'} */ name) =>
    median(measured.map((each) => each[name]));
  const milliseconds = `${(1000 * middle('own')).toFixed(0)} ms on the first of ${on}`;
  return [
    { what: `${what} less its start, ${milliseconds}`, value: middle('outside').toFixed(2), bound },
    {
      what: `${what} by the speed that it tells of ${repetitions} encodes`,
      value: middle('inside').toFixed(2),
      bound: 'about 1: the same library',
    },
  ];
}

/** @param {string[]} args */
async function cjxl(args) {
  const start = performance.now();
  try {
    const { stdout, stderr } = await promisify(execFile)('cjxl', args);
    return { output: stdout + stderr, seconds: (performance.now() - start) / 1000 };
  } catch {
    return null;
  }
}
