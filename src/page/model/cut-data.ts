import { bitsPerPixel } from '../../base/bits-per-pixel.js';
import { rdGroup } from '../../leaderboard/rd-groups.js';
import { tablesOf } from '../../leaderboard/rd-table.js';
import { curveKey } from '../../results/identity.js';
import type { RdFacts } from '../../results/rd-facts.js';
import type { Columns, PageDataset } from './contract.js';
import { imageTimesTableOf } from './image-times-table.js';
import { rowKey } from './memo.js';

/** The classes of a data set's images, each with how many there are; none where all are of one. */
export function classesOf({ group }: PageDataset): { content: string; images: number }[] {
  const pictures = group.pictures ?? [];
  const names = [...new Set(pictures.flatMap(({ content }) => content ?? []))].sort();
  const counted = names.map((content) => ({
    content,
    images: pictures.filter((each) => each.content === content).length,
  }));
  return counted.some(({ images }) => images < pictures.length) ? counted : [];
}

/**
 * The data set as if it had only the images of one class: means and curves by the functions that made
 * leaderboard.json, compared with no anchor, so that what needs one is computed from the images. Times
 * stay those of all images. Pure; kept for as long as the data are.
 */
export function cutByClass(data: PageDataset, content: string): PageDataset {
  let cuts = known.get(data);
  if (cuts === undefined) {
    cuts = new Map();
    known.set(data, cuts);
  }
  const cut = cuts.get(content) ?? makeCut(data, content);
  cuts.set(content, cut);
  return cut;
}

const known = new WeakMap<PageDataset, Map<string, PageDataset>>();

function makeCut(data: PageDataset, content: string): PageDataset {
  const { group, metrics, timings } = data;
  const wanted = new Set(
    (group.pictures ?? []).flatMap((each) => (each.content === content ? each.imageSha256 : [])),
  );
  const kept = data.images.flatMap(({ sha256 }, image) => (wanted.has(sha256) ? [image] : []));
  const [table] = tablesOf(factsOf(data, kept));
  if (table === undefined) return { ...data, content };
  const made = rdGroup(table, {
    ...{ anchor: '', facts: new Map(metrics.map((each) => [each.id, each])) },
    bootstrap: { seed: 1, resamples: 1, level: 0.5 },
    times: timings.map((times) => imageTimesTableOf(times)),
  });
  const curves = new Map(group.curves.map((curve) => [keyOfCurve(data, curve), curve]));
  const places = new Map(group.rows.map((row, place) => [rowKey(row), place]));
  const before = made.rows.map((row) => places.get(rowKey(row))!);
  const own = {
    ...made,
    pictures: (group.pictures ?? []).filter((each) => each.content === content),
    rows: made.rows.map((row, place) => ({
      ...row,
      learned: group.rows[before[place]!]!.learned,
    })),
  };
  const cut: PageDataset = {
    ...{ ...data, content, group: own },
    images: kept.map((image) => data.images[image]!),
    rows: before.map((place) => cutColumns(data.rows[place]!, kept)),
  };
  return {
    ...cut,
    group: {
      ...own,
      // Speeds are of the images that were timed, whatever these are.
      curves: own.curves.map((curve) => {
        const whole = curves.get(keyOfCurve(cut, curve));
        const same = whole?.points.length === curve.points.length;
        return { ...curve, ...(same && { speeds: whole.speeds }) };
      }),
    },
  };
}

function keyOfCurve(
  { group }: PageDataset,
  { points, knob }: PageDataset['group']['curves'][number],
): string {
  return curveKey(group.rows[points[0]!]!, knob);
}

/** The cells of some images as the records that they were made from, as far as the page has them. */
function factsOf(
  { group, images, rows, reasons }: PageDataset,
  kept: readonly number[],
): RdFacts[] {
  const curves = new Map(
    group.curves.flatMap((curve) => curve.points.map((place) => [place, curve] as const)),
  );
  return group.rows.flatMap((row, place) => {
    const columns = rows[place]!;
    const curve = curves.get(place);
    const missing = new Map(
      columns.missing.map(([image, id, why]) => [`${image} ${id ?? ''}`, why] as const),
    );
    const whole = row.images > 0 && row.exact === row.images;
    return kept.flatMap((image): RdFacts[] => {
      const { name, sha256, width, height } = images[image]!;
      const bytes = columns.bytes[image] ?? null;
      const why = missing.get(`${image} `);
      if (bytes === null && (why == null || reasons[why] === 'not measured')) return [];
      const values = Object.entries(columns.metrics).flatMap(([id, own]) => {
        const value = own[image] ?? null;
        const isInfinite = value === null && missing.get(`${image} ${id}`) === null;
        return value !== null || isInfinite ? [[id, value] as const] : [];
      });
      const hasInfinite = values.some(([, value]) => value === null);
      const isUnequal = columns.unequal?.includes(image) ?? false;
      const isLost = columns.alpha?.lost.includes(image);
      const differs = columns.alpha?.differs.includes(image);
      return [
        {
          ...{ codec: row.codec, spec: row.spec, settings: row.settings, engine: row.engine },
          ...{ knob: curve?.knob ?? null, dataset: group.dataset, crop: group.crop },
          ...{ image: name, imageSha256: sha256, width, height, at: '1970-01-01T00:00:00Z' },
          error: bytes === null ? { stage: 'encode', message: '' } : null,
          ...{ bytes, sourceBytes: null, learned: null, damage: null },
          bpp: bitsPerPixel(bytes, width, height),
          exact: whole || (hasInfinite && !isUnequal),
          alpha: isLost ? 'lost' : differs ? 'differs' : null,
          metrics: Object.fromEntries(values),
          metricVersions: Object.fromEntries(
            values.map(([id]) => [id, curve?.versions[id] ?? row.metrics[id]?.version ?? '']),
          ),
          metricErrors: {},
          ...{ protocol: 0, version: '', commit: null },
        } as unknown as RdFacts,
      ];
    });
  });
}

function cutColumns(
  { bytes, metrics, missing, unequal, alpha }: Columns,
  kept: readonly number[],
): Columns {
  const placeOf = new Map(kept.map((image, place) => [image, place]));
  const places = (images: readonly number[]): number[] =>
    images.flatMap((image) => placeOf.get(image) ?? []);
  const columns = Object.entries(metrics).map(([id, values]) => [
    id,
    kept.map((image) => values[image] ?? null),
  ]);
  return {
    bytes: kept.map((image) => bytes[image] ?? null),
    metrics: Object.fromEntries(columns),
    missing: missing.flatMap(([image, id, why]): Columns['missing'] => {
      const place = placeOf.get(image);
      return place === undefined ? [] : [[place, id, why]];
    }),
    ...(unequal && { unequal: places(unequal) }),
    ...(alpha && { alpha: { lost: places(alpha.lost), differs: places(alpha.differs) } }),
  };
}
