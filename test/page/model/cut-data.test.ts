import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { boardRows } from '#src/page/model/board.js';
import type { PageDataset } from '#src/page/model/contract.js';
import { classesOf, cutByClass } from '#src/page/model/cut-data.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { timedSentence } from '#src/page/model/timed-images.js';
import { rdOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';
import { timesOf } from '../timed-curves.ts';

const classes: Readonly<Record<string, string | null>> = {
  ...{ p1: 'photograph', p2: 'photograph', p3: 'screen', p4: null },
};
const jpeg = curveOf('jpeg', { images: 4 });
const webp = curveOf('webp', { images: 4 }).map((record) => {
  const factor = record.image === 'p3' ? 0.3 : 0.8;
  const bytes = Math.round(record.bytes! * factor);
  return { ...record, bytes, bpp: (8 * bytes) / (100 * 50) };
});
const lossless = ['p1', 'p2', 'p3', 'p4'].map((image) =>
  rdOf({ spec: 'png', codec: 'png', knob: null, image, exact: true, metrics: { psnr: null } }),
);
const records = [...jpeg, ...webp, ...lossless];

/** A page's data of which the images have classes. */
function classed(rd = records): PageDataset {
  const data = dataOf(writeSite(rd, { timing: timesOf(jpeg, 5) }));
  const pictures = data.images.map(({ name, sha256 }) => ({
    ...{ image: name, imageSha256: sha256, content: classes[name] ?? null },
  }));
  return { ...data, group: { ...data.group, pictures } };
}

test('the classes with their counts; none where all images are of one, or of none', () => {
  const data = classed();
  expect(classesOf(data)).toEqual([
    { content: 'photograph', images: 2 },
    { content: 'screen', images: 1 },
  ]);
  expect(classesOf(dataOf(writeSite(records)))).toEqual([]);
  const pictures = data.group.pictures!.map((each) => ({ ...each, content: 'screen' }));
  expect(classesOf({ ...data, group: { ...data.group, pictures } })).toEqual([]);
});

test('a cut has the figures of a page that was made of these images alone', () => {
  const cut = cutByClass(classed(), 'photograph');
  const alone = dataOf(writeSite(records.filter(({ image }) => classes[image] === 'photograph')));
  expect(cut.group.images).toBe(2);
  expect(cut.images).toEqual(alone.images);
  expect(cut.rows).toEqual(alone.rows);
  expect(cut.content).toBe('photograph');
  for (const [i, row] of alone.group.rows.entries()) {
    const own = cut.group.rows[i]!;
    expect([own.spec, own.images, own.complete, own.exact]).toEqual([
      ...[row.spec, row.images, row.complete, row.exact],
    ]);
    expect(own.bpp).toBeCloseTo(row.bpp!, 8);
    const [mean, wanted] = [own.metrics['psnr']!.mean, row.metrics['psnr']!.mean];
    if (wanted === null) expect(mean).toBeNull();
    else expect(mean).toBeCloseTo(wanted, 6);
  }
  const bdOf = (data: PageDataset) => {
    const anchor = data.group.curves.findIndex(({ codec }) => codec === 'jpeg');
    const choice = { metric: 'psnr', anchor, timing: null, at: null, aggregate: 'images' } as const;
    const rows = boardRows(data, codecCurves(data), { ...choice, bootstrap: defaultBootstrap });
    return rows.map(({ cells }) => cells.bd.value);
  };
  for (const [i, value] of bdOf(cut).entries()) {
    const wanted = bdOf(alone)[i] ?? null;
    if (wanted === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(wanted, 6);
  }
});

test('each class has its own saving; the cut is made once', () => {
  const data = classed();
  const percentOf = (content: string): number => {
    const cut = cutByClass(data, content);
    const anchor = cut.group.curves.findIndex(({ codec }) => codec === 'jpeg');
    const rows = boardRows(cut, codecCurves(cut), {
      ...{ metric: 'psnr', anchor, timing: null, at: null, aggregate: 'images' },
      bootstrap: defaultBootstrap,
    });
    return rows.find(({ codec }) => codec === 'webp')!.cells.bd.value!;
  };
  expect(percentOf('photograph')).toBeCloseTo(-20, 0);
  expect(percentOf('screen')).toBeCloseTo(-70, 0);
  expect(cutByClass(data, 'screen')).toBe(cutByClass(data, 'screen'));
});

test('times stay those of all images, and are told as such', () => {
  const data = classed();
  const cut = cutByClass(data, 'screen');
  const speeds = (each: PageDataset) =>
    each.group.curves.find(({ codec }) => codec === 'jpeg')!.speeds;
  expect(speeds(cut)).toEqual(speeds(data));
  expect(timedSentence(cut, 0)).toBe(' Times: 4 images of all classes.');
});
