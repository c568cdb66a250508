import { expect, test } from 'vitest';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { makePictures, type PictureLimits } from '#src/page/write/make-pictures.js';
import type { Display, DisplayFile } from '#src/sweeps/display/display.js';
import type { AnewEncoder } from '#src/sweeps/display/encode-anew.js';
import { curveOf } from '../site.ts';

const tables = tablesOf(curveOf('webp', { images: 2 }));
const file = (name: string, bytes: number): DisplayFile => ({
  ...{ path: `/cache/${name}.png`, extension: 'png', bytes, decodedBy: 'libwebp 1' },
});

/** A cache in which every picture has 100 bytes. */
const cache: Display = {
  has: () => true,
  show: async ({ settings }) => file(`q${settings['quality']}`, 100),
  original: async ({ sha256 }) => file(sha256.slice(0, 8), 100),
  thumbnail: async () => file('small', 10),
  maps: async () => [{ metric: 'psnr', path: '/cache/map.png', bytes: 5, meaning: 'm', full: 1 }],
  close: async () => {},
};

async function make(
  limits: PictureLimits,
  {
    display = cache,
    exact = false,
    encoder = null,
  }: { display?: Display; exact?: boolean; encoder?: AnewEncoder | null } = {},
) {
  const progress: string[] = [];
  const made = await makePictures(tables, {
    streams: { find: (_, row) => ({ sha256: row, exact }) },
    display,
    encoder,
    limits,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  return { ...made, progress, set: made.sets[0]!.pictures };
}

const unlimited = { images: 2, bytes: Number.MAX_SAFE_INTEGER };
const qualitiesOf = ({ set }: Awaited<ReturnType<typeof make>>) =>
  set.shown.map(({ row }) => tables[0]!.rows[row]!.identity.settings['quality']);

test('all pictures, from the middle of the curve outwards, with their maps', async () => {
  const made = await make(unlimited);
  expect(made.progress).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 1}/10`));
  expect(qualitiesOf(made).slice(0, 3)).toEqual([60, 20, 90]);
  expect(made.set.shown.every(({ file: shown, maps }) => shown !== null && maps['psnr'])).toBe(
    true,
  );
  expect(made.set.maps).toEqual({ psnr: { meaning: 'm', full: 1 } });
  // Thumbnails do not count: 2 originals, 10 pictures, 10 maps.
  expect(made.bytes).toBe(2 * 100 + 10 * 100 + 10 * 5);
  expect(made.left).toEqual([]);
});

test('images beyond the first ones get none', async () => {
  const made = await make({ ...unlimited, images: 1 });
  expect(made.images).toEqual({ asked: 1, all: 2 });
  expect(new Set(made.set.shown.map(({ image }) => image))).toEqual(new Set([0]));
  expect(made.set.images[1]).toMatchObject({ asked: false, original: null });
});

test('the limit of bytes keeps the original and the middle, and tells what is left out', async () => {
  const made = await make({ images: 1, bytes: 350 });
  const there = made.set.shown.filter((shown) => shown.file !== null);
  expect(there.map(({ row }) => tables[0]!.rows[row]!.identity.settings['quality'])).toEqual([
    60, 20,
  ]);
  expect(made.left).toEqual([{ reason: { code: 'beyond-limit' }, count: 3 }]);
  expect(made.set.reasons[made.set.shown.at(-1)!.reason!]).toEqual({ code: 'beyond-limit' });
  expect(made.bytes).toBeLessThanOrEqual(350);
});

test('an exact bitstream is shown as its original, and costs nothing more', async () => {
  const made = await make({ ...unlimited, images: 1 }, { exact: true });
  const { original } = made.set.images[0]!;
  expect(original).not.toBeNull();
  expect(new Set(made.set.shown.map((shown) => shown.file))).toEqual(new Set([original]));
  expect(made.bytes).toBe(100);
});

test('what cannot be made says so in the words of its error', async () => {
  const show = async () => {
    throw new Error('a broken bitstream');
  };
  const made = await make({ ...unlimited, images: 1 }, { display: { ...cache, show } });
  const reason = { code: 'failed', message: 'a broken bitstream' };
  expect(made.left).toEqual([{ reason, count: 5 }]);
  expect(made.set.reasons).toEqual([reason]);
});

test('what the cache has not is told once, and counted', async () => {
  const empty = { ...cache, has: () => false, original: async () => null };
  const made = await make({ ...unlimited, images: 1 }, { display: empty });
  expect(made.left).toEqual([{ reason: { code: 'no-bitstream' }, count: 5 }]);
  expect(made.set.reasons[made.set.images[0]!.reason!]).toEqual({ code: 'no-original' });
  expect(made.set.reasons).toHaveLength(2);
  expect(made.files).toBe(0);
});

/** An encoder that fills a cache, and what it was asked for. */
function filling() {
  const kept = new Set<string>();
  const encoder: AnewEncoder = {
    slots: 1,
    encode: async ({ sha256 }) => kept.add(sha256).has(sha256),
    close: async () => {},
  };
  return { kept, encoder, display: { ...cache, has: (sha256: string) => kept.has(sha256) } };
}

test('what the cache has not is encoded anew where there is an encoder', async () => {
  const { kept, ...both } = filling();
  const made = await make({ ...unlimited, images: 1 }, both);
  expect(made.left).toEqual([]);
  expect(made.set.shown.every((shown) => shown.file !== null)).toBe(true);
  expect(kept.size).toBe(5);
});

test('nothing is encoded in order to be left out', async () => {
  const { kept, ...both } = filling();
  const made = await make({ images: 1, bytes: 350 }, both);
  expect(made.set.shown.filter((shown) => shown.file !== null)).toHaveLength(2);
  // The third is the one that was too much.
  expect(kept.size).toBe(3);
  expect(made.left).toEqual([{ reason: { code: 'beyond-limit' }, count: 3 }]);
});
