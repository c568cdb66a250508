import { z } from 'zod';
import { bitsPerPixel } from '../base/bits-per-pixel.js';
import { metricFields } from './codec-compare.js';
import { type CurveRow, curvesOfRows } from './curve-rows.js';
import { parseShape } from './parse-shape.js';
import type { LeftOut, PublishedCurve } from './published-curve.js';

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const description = z.record(z.string(), z.unknown());
const batch = z.object({
  constant_descriptions: z.array(description).default([]),
  constant_values: z.array(value).default([]),
  field_descriptions: z.array(description).min(1),
  field_values: z.array(z.array(value)),
});

/** The list that codec-compare's viewer is pointed to: names of the files of batches. */
export const batchList = z.array(z.tuple([z.string()]).rest(z.unknown())).min(1);

/** Fields of the viewer that are no settings: names in small letters, with blanks. */
const noSettings = new Set([
  ...['source image', 'original name', 'encoded name', 'encoded image name', 'encoded image'],
  ...['decoded name', 'decoded image name', 'decoded image', 'encoded path', 'decoded path'],
  ...['source image path', 'original path', 'preview', 'thumbnail', 'width', 'height'],
  ...['frame count', 'encoded size', 'bpp', 'megapixels', 'time'],
  ...['encoding time', 'decoding time', 'raw decoding time'],
  ...['encoding command', 'encoding cmd', 'decoding command', 'decoding cmd'],
]);

/**
 * Metrics of the viewer in batches of other programs: the id here where codec-compare-gen computes
 * what this program does, else why not.
 */
const foreignMetrics: Readonly<Record<string, { id: string } | { reason: string }>> = {
  ssimulacra2: { id: 'ssimulacra2' },
  psnr: { reason: 'of libwebp2, over other channels than the definition here' },
  ...Object.fromEntries(
    [
      'ssim',
      'dssim',
      'msssim',
      'butteraugli',
      'p3-norm',
      'ssimulacra',
      'ciede2000',
      'flip',
      'lpips',
    ].map((name) => [name, { reason: 'which variant it is the batch does not say' }]),
  ),
};

/**
 * Reads a batch of codec-compare: one curve, or one for each combination of settings where several
 * vary. Pure.
 * @param json what the file holds, parsed
 * @param columns metrics that the user vouches for: field of the batch by id here
 * @throws UsageError that says what was expected and what came
 */
export function codecCompareCurves(
  json: unknown,
  columns: ReadonlyMap<string, string> = new Map(),
): { curves: PublishedCurve[]; leftOut: string[] } {
  const { constants, fields, rows } = shapeOf(json);
  const metrics = metricsOf(constants, fields, columns);
  const numberIn = (row: readonly unknown[], name: string): number | null => {
    const at = fields.indexOf(name);
    const cell = at < 0 ? constants.get(name) : row[at];
    const number = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  };
  const crop = constants.get('crop');
  const leftOut: string[] = [];
  const settings = settingsOf(fields, rows, metrics, constants.get('knob'));
  const read = rows.flatMap((row, n): CurveRow[] => {
    const place = `row ${n + 1}`;
    const bpp = bppOf((name) => numberIn(row, name));
    const image = row[fields.findIndex((field) => imageFields.includes(field))];
    const problem =
      row.length !== fields.length
        ? `it has ${row.length} values; ${fields.length} are expected`
        : bpp === null
          ? 'it has no bit rate above 0: bpp, or encoded_size, width and height'
          : image === undefined || image === null
            ? 'it has no name of a picture (original_name)'
            : null;
    if (problem !== null || bpp === null) {
      leftOut.push(`${place}: ${problem}`);
      return [];
    }
    const of = (names: readonly string[]) =>
      names.map((name) => `${name}=${row[fields.indexOf(name)]}`).join(' ');
    return [
      {
        ...{ place, bpp, image: String(image), dataset: null },
        curve: settings.others.length === 0 ? null : of(settings.others),
        setting: of(settings.rate),
        metrics: Object.fromEntries(metrics.taken.map(([id, name]) => [id, numberIn(row, name)])),
        encodeSeconds: numberIn(row, 'encoding time'),
        decodeSeconds: numberIn(row, 'decoding time'),
      },
    ];
  });
  const name = textOf(constants.get('name')) ?? textOf(constants.get('codec'));
  if (crop !== undefined && crop !== 'none') {
    return {
      curves: [],
      leftOut: [`${name}: it is of centre crops (${crop}); imported curves are of whole pictures`],
    };
  }
  const made = curvesOfRows(read);
  const source = ['program', 'version', 'time'].flatMap(
    (each) => textOf(constants.get(each)) ?? [],
  );
  return {
    curves: made.curves.map((curve) => ({
      ...curve,
      format: 'codec-compare',
      name: [name, curve.name].filter((part) => part !== null).join(' ') || null,
      dataset: textOf(constants.get('data set')),
      source: source.length === 0 ? null : source.join(', '),
      leftOut: [...metrics.leftOut, ...curve.leftOut],
    })),
    leftOut: [...leftOut, ...made.leftOut].map((each) => `${name ?? 'batch'}: ${each}`),
  };
}

const imageFields: readonly string[] = ['original name', 'source image'];

/** Names as the viewer compares them. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function shapeOf(json: unknown) {
  const { constant_descriptions, constant_values, field_descriptions, field_values } = parseShape(
    batch,
    json,
  );
  const nameOf = (each: Readonly<Record<string, unknown>>): string =>
    plain(Object.keys(each)[0] ?? '');
  return {
    constants: new Map(constant_descriptions.map((each, i) => [nameOf(each), constant_values[i]])),
    fields: field_descriptions.map(nameOf),
    rows: field_values,
  };
}

function bppOf(number: (name: string) => number | null): number | null {
  const [bpp, bytes, width, height] = ['bpp', 'encoded size', 'width', 'height'].map(number);
  if (typeof bpp === 'number') return bpp > 0 ? bpp : null;
  if (!bytes || !width || !height || bytes < 0) return null;
  return bitsPerPixel(bytes, width, height);
}

/** Which metrics are taken, with the fields that hold them; of batches of this program all. */
function metricsOf(
  constants: ReadonlyMap<string, unknown>,
  fields: readonly string[],
  columns: ReadonlyMap<string, string>,
): { taken: [id: string, field: string][]; fields: Set<string>; leftOut: LeftOut[] } {
  const given = [...columns].map(([id, name]): [string, string] => [id, plain(name)]);
  const own = ownMetrics(constants.get('metrics'));
  const taken = new Map([
    ...own.map((id): [string, string] => [id, plain(metricFields[id] ?? id)]),
    ...given,
  ]);
  const leftOut: LeftOut[] = [];
  if (own.length === 0) {
    for (const [field, known] of Object.entries(foreignMetrics)) {
      if (!fields.includes(field) || given.some(([, name]) => name === field)) continue;
      if ('id' in known) taken.set(known.id, field);
      else leftOut.push({ field, reason: known.reason });
    }
  }
  const present = [...taken].filter(([, field]) => fields.includes(field));
  return {
    taken: present,
    fields: new Set([...present.map(([, field]) => field), ...Object.keys(foreignMetrics)]),
    leftOut,
  };
}

/** The ids in the constant that this program's own batches have. */
function ownMetrics(constant: unknown): string[] {
  if (typeof constant !== 'string') return [];
  try {
    const { data } = z.record(z.string(), z.unknown()).safeParse(JSON.parse(constant));
    return Object.keys(data ?? {});
  } catch {
    return [];
  }
}

/**
 * The settings that steer the rate, and those that vary beside them. A field of no known meaning is a
 * setting where every picture has the same values of it; a measured figure differs from picture to
 * picture.
 */
function settingsOf(
  fields: readonly string[],
  rows: readonly (readonly unknown[])[],
  metrics: { readonly fields: ReadonlySet<string> },
  knob: unknown,
): { rate: string[]; others: string[] } {
  const image = fields.findIndex((field) => imageFields.includes(field));
  const settings = fields.filter((name, at) => {
    if (noSettings.has(name) || metrics.fields.has(name)) return false;
    if (['quality', 'effort', knob].includes(name)) return true;
    const values = new Map<unknown, Set<unknown>>();
    for (const row of rows) {
      values.set(row[image], (values.get(row[image]) ?? new Set()).add(row[at]));
    }
    const sets = [...values.values()].map((set) => JSON.stringify([...set].sort()));
    return sets.length > 1 && new Set(sets).size === 1;
  });
  const named = typeof knob === 'string' ? plain(knob) : 'quality';
  const rate = settings.includes(named) ? [named] : settings.filter((name) => name !== 'effort');
  const varies = (at: number): boolean => rows.some((row) => row[at] !== rows[0]![at]);
  return {
    rate,
    others: settings.filter((name) => !rate.includes(name) && varies(fields.indexOf(name))),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
