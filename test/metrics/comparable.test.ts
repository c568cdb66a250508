import { expect, test } from 'vitest';
import { UndefinedError } from '#src/base/errors.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { checkSide, prepareComparable, rgbaBytes } from '#src/metrics/comparable.js';

const grey = createRaster({
  width: 2,
  height: 1,
  channels: 1,
  depth: 8,
  data: Uint8Array.of(10, 255),
});
const deepGrey = createRaster({
  width: 2,
  height: 1,
  channels: 1,
  depth: 16,
  data: Uint16Array.of(7, 9),
});
const colour = createRaster({
  ...{ width: 2, height: 1, channels: 3, depth: 8 },
  data: Uint8Array.of(1, 2, 3, 4, 5, 6),
});
const dropped = createRaster({
  ...{ width: 1, height: 1, channels: 3, depth: 8 },
  data: Uint8Array.of(128, 128, 128),
});
const metric = { id: 'own', minSide: 1, better: 'higher' } as const;

/** Scores pictures one after another and gives what the metric was handed. */
async function handed(reference: Raster, ...decoded: Raster[]) {
  const seen: { opened: Raster[]; scored: Raster[]; closed: number } = {
    ...{ opened: [], scored: [], closed: 0 },
  };
  const scorer = prepareComparable(metric, reference, (opened) => {
    seen.opened.push(opened);
    return {
      score: (each) => {
        seen.scored.push(each);
        return { value: 1, worstTile: null, map: null };
      },
      close: () => {
        seen.closed += 1;
      },
    };
  });
  for (const each of decoded) await scorer.score(each);
  scorer.close();
  return seen;
}

test('two grey pictures stay grey, and the deeper one tells the depth', async () => {
  const { opened, scored } = await handed(grey, grey, deepGrey);
  expect(opened.map(({ channels, depth }) => [channels, depth])).toEqual([
    [1, 8],
    [1, 16],
  ]);
  expect([...opened[1]!.data]).toEqual([2570, 65535]);
  expect([...scored[1]!.data]).toEqual([7, 9]);
});

test('grey beside colour becomes three equal samples', async () => {
  const { opened, scored } = await handed(grey, colour);
  expect([...opened[0]!.data]).toEqual([10, 10, 10, 255, 255, 255]);
  expect([...scored[0]!.data]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('the reference is opened again only for another layout, and what was open is closed', async () => {
  const { opened, closed } = await handed(grey, colour, colour, grey, colour);
  expect(opened.map(({ channels }) => channels)).toEqual([3, 1, 3]);
  expect(closed).toBe(3);
});

test('transparent pixels are mid-grey', async () => {
  const clear = createRaster({
    width: 1,
    height: 1,
    channels: 4,
    depth: 8,
    data: Uint8Array.of(255, 0, 9, 0),
  });
  const { scored } = await handed(clear, clear);
  expect([...scored[0]!.data]).toEqual([128, 128, 128]);
});

test('pictures of two sizes, and those below the smallest side, have no value', async () => {
  await expect(handed(grey, createRaster({ ...grey, width: 1, height: 2 }))).rejects.toThrow(
    'got 2x1 and 1x2',
  );
  expect(() => checkSide({ id: 'own', minSide: 2 }, grey)).toThrow(UndefinedError);
  expect(() => checkSide(metric, grey)).not.toThrow();
});

const pixel = (...rgba: number[]) =>
  createRaster({ width: 1, height: 1, channels: 4, depth: 8, data: Uint8Array.from(rgba) });

test('where alpha differs, pairs are compared over black and over white', async () => {
  const [opaque, clear] = [pixel(128, 128, 128, 255), pixel(128, 128, 128, 0)];
  const { opened, scored, closed } = await handed(opaque, clear, opaque, clear);
  expect(opened.map(({ data }) => [...data])).toEqual([1, 2, 3].map(() => [128, 128, 128]));
  expect(scored.map(({ data }) => data[0])).toEqual([0, 255, 128, 0, 255]);
  expect(closed).toBe(3);
});

test('an opaque original without alpha is opened once for both grounds', async () => {
  const { opened, scored } = await handed(dropped, pixel(9, 9, 9, 0));
  expect([opened.length, ...scored.map(({ data }) => data[0])]).toEqual([1, 0, 255]);
});

test('a picture of a codec without alpha is compared over what the codec was given', async () => {
  const { opened, scored } = await handed(pixel(0, 0, 0, 0), dropped);
  expect(opened.map(({ data }) => data[0])).toEqual([128]);
  expect(scored.map(({ data }) => data[0])).toEqual([128]);
});

test('of the two grounds the worse counts, whichever way is better', async () => {
  const [opaque, clear] = [pixel(128, 128, 128, 255), pixel(128, 128, 128, 0)];
  for (const [better, worse] of [
    ['higher', 0],
    ['lower', 255],
  ] as const) {
    const scorer = prepareComparable({ ...metric, better }, opaque, () => ({
      score: ({ data }) => ({ value: data[0]!, worstTile: null, map: null }),
      close: () => {},
    }));
    expect((await scorer.score(clear)).value).toBe(worse);
  }
});

test('as RGBA every picture is opaque', () => {
  expect([...rgbaBytes(grey)]).toEqual([10, 10, 10, 255, 255, 255, 255, 255]);
});
