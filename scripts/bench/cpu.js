import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { median } from '../../dist/base/statistics.js';
import { sharp } from '../../dist/image/files/sharp.js';

const rounds = 9;

/**
 * CPU of one work over that of another, all threads of this process, one after the other in each round: the
 * median of the ratios, the least and the greatest; and seconds of both, the least of all rounds.
 * @param {() => unknown} own
 * @param {() => unknown} other
 */
export async function compareCpu(own, other) {
  for (let i = 0; i < 3; i++) {
    await own();
    await other();
  }
  const ratios = [];
  let [ownSeconds, otherSeconds] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    const before = round % 2 === 0 ? await cpuOf(own) : null;
    const second = await cpuOf(other);
    const first = before ?? (await cpuOf(own));
    ratios.push(first / second);
    ownSeconds = Math.min(ownSeconds, first);
    otherSeconds = Math.min(otherSeconds, second);
  }
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return { low, middle: median(ratios), high, ownSeconds, otherSeconds };
}

/** @param {() => unknown} work */
async function cpuOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * Pictures of 2000x2000 of a folder, coded in a format.
 * @param {string} folder
 * @param {number} most
 * @param {(square: import('sharp').Sharp) => import('sharp').Sharp} encode
 */
export async function makeSquares(folder, most, encode) {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => /\.(?:jpe?g|png|ppm)$/i.test(name))
    .sort()
    .slice(0, most);
  return Promise.all(
    names.map(async (name) => {
      const picture = sharp(path.join(folder, name)).flatten().toColourspace('srgb');
      const square = picture.resize(2000, 2000, { fit: 'cover' });
      return new Uint8Array(await encode(square).toBuffer());
    }),
  );
}
