import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import type { ReferenceCurve } from '../results/reference.js';
import { decibelsReason, inDecibels } from './curve-rows.js';
import { parseShape } from './parse-shape.js';
import type { LeftOut, PublishedCurve } from './published-curve.js';

/** The metrics of this program that CompressAI's are by definition: docs/formats.md. */
const metricIds: Readonly<Record<string, string>> = {
  'psnr-rgb': 'psnr',
  psnr: 'psnr',
  'ms-ssim-rgb': 'ms-ssim',
  'ms-ssim': 'ms-ssim',
};

const timeNames: Readonly<Record<string, 'encodeSeconds' | 'decodeSeconds'>> = {
  encoding_time: 'encodeSeconds',
  decoding_time: 'decodeSeconds',
};

const number = z.number().nullable();
const text = z.string().nullish();

/** Settings of the points, which are no result. */
const knobs: readonly string[] = ['q', 'qp'];

/** CompressAI's own file: lists that go together by point, below `results` or at the top. */
const lists = z.record(z.string(), z.unknown());
const resultFile = z.object({
  description: text,
  meta: z
    .object({
      dataset: text,
      source: text,
      url: text,
      /** Of files that this program exported. */
      crop: text,
      /** Of files that this program exported: the metrics that are its own. */
      metricVersions: z.record(z.string(), z.unknown()).optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  results: lists,
});

/** Many curves in one file, point by point. */
const collection = z.object({
  source: z
    .object({ repo: text, commit: text, dir: text, dataset: text })
    .nullish()
    .catch(undefined),
  codecs: z.record(
    z.string(),
    z.object({ points: z.array(z.record(z.string(), z.unknown())).min(1) }),
  ),
});

/**
 * Reads published curves: a result file of CompressAI, or a collection of such curves. Pure.
 * @param json what the file holds, parsed
 * @throws UsageError that says what was expected and what came
 */
export function publishedCurves(json: unknown): PublishedCurve[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError('expected an object with results, or with codecs');
  }
  checkShape(json);
  if ('codecs' in json) return collected(parseShape(collection, json));
  const file = parseShape(resultFile, 'results' in json ? json : { results: json });
  const own = Object.keys(file.meta?.metricVersions ?? {});
  const published = curveOf(file.results, new Map(own.map((id) => [id, id])), 'results');
  const { meta, description } = file;
  if (meta?.crop) {
    throw new UsageError(`it is of centre crops (${meta.crop}); curves are of whole pictures`);
  }
  return [
    {
      ...published,
      format: 'compressai',
      name: null,
      dataset: meta?.dataset ?? null,
      source: meta?.url ?? description ?? null,
    },
  ];
}

/** Throws where the shape of the whole is another one, whose first missing field would tell nothing. */
function checkShape(json: object): void {
  if ('codecs' in json) {
    const bare = Object.entries(json.codecs ?? {}).find(([, curve]) => Array.isArray(curve));
    if (bare === undefined) return;
    const [name, { length }] = bare;
    throw new UsageError(
      `codecs.${name}: expected an object with points, {"points": [{"bpp": …}, …]}, got a bare list of ${length}`,
    );
  }
  if ('results' in json || 'bpp' in json) return;
  const fields = Object.keys(json);
  const holder = Object.entries(json).find(
    ([, value]) => typeof value === 'object' && value !== null && 'codecs' in value,
  );
  const deeper = holder === undefined ? '' : ` (codecs is below ${holder[0]}: move it to the top)`;
  const came = fields.length > 4 ? [...fields.slice(0, 4), '…'] : fields;
  throw new UsageError(
    `expected results, codecs or a list bpp at the top of the file, got ${came.join(', ') || 'nothing'}${deeper}`,
  );
}

function collected({ source, codecs }: z.infer<typeof collection>): PublishedCurve[] {
  const { repo, commit, dir, dataset } = source ?? {};
  const place = [repo, commit && `commit ${commit}`, dir].filter(Boolean).join(', ');
  return Object.entries(codecs).map(([name, { points }]) => {
    const fields = [...new Set(points.flatMap((point) => Object.keys(point)))];
    const results = Object.fromEntries(
      fields.map((field) => [
        field.replace(/_time_s$/, '_time').replaceAll(/_(?!time$)/g, '-'),
        points.map((point) => (Object.hasOwn(point, field) ? point[field] : null)),
      ]),
    );
    return {
      ...curveOf(results, new Map(), `codecs.${name}`),
      format: 'compressai',
      name,
      // `Kodak, 24 images, native resolution`
      dataset: dataset?.split(',')[0]?.toLowerCase() ?? null,
      source: place === '' ? null : place,
    };
  });
}

/** @param own ids of metrics that the file has under their own names */
function curveOf(
  results: Readonly<Record<string, unknown>>,
  own: ReadonlyMap<string, string>,
  where: string,
): Pick<PublishedCurve, 'points' | 'leftOut'> {
  const bpp = parseShape(z.array(z.number().positive()).min(1), results['bpp'], `${where}.bpp`);
  const leftOut: LeftOut[] = [];
  const points = bpp.map((each): ReferenceCurve['points'][number] => ({ bpp: each, metrics: {} }));
  for (const [name, given] of Object.entries(results)) {
    const id = own.get(name) ?? (Object.hasOwn(metricIds, name) ? metricIds[name]! : null);
    const time = Object.hasOwn(timeNames, name) ? timeNames[name]! : null;
    if (name === 'bpp' || knobs.includes(name)) continue;
    if (id === null && time === null) {
      leftOut.push({ field: name, reason: "it is no metric of this program's definition" });
      continue;
    }
    const values = parseShape(z.array(number), given, `${where}.${name}`);
    if (values.length !== bpp.length) {
      throw new UsageError(
        `${where}.${name} has ${values.length} values, and ${where}.bpp ${bpp.length}; one for each point is expected`,
      );
    }
    if (id !== null && inDecibels(id, values)) {
      leftOut.push({ field: name, reason: decibelsReason });
      continue;
    }
    for (const [i, value] of values.entries()) {
      if (id !== null) Object.assign(points[i]!.metrics, { [id]: value });
      else if (value !== null && value >= 0) points[i]![time!] = value;
    }
  }
  return { points, leftOut };
}
