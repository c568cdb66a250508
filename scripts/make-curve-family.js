// Makes models/optimize/curves.json, the curves by which target searches make their first guess:
//
//   node scripts/make-curve-family.js results/baseline [more folders of results]
//
// Every curve is quality and size of one picture over a codec's knob, as sweeps have recorded it, of
// Kodak, of larger photographs, and of 17 of CID22's for training. Of each picture the bytes of a quick
// JPEG are kept, and its scores, by which pictures of a kind are told. A later folder may add metrics to the pictures of the
// first one. What the file has of a picture and no folder tells, by the same bytes at the same values, stays,
// and so does what scripts/make-evenness.js put there. Numbers are rounded to 4 digits.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutSettings } from '../dist/base/spec.js';
import { curvesFile, writeCurves } from './curves-file.js';

/** Codecs whose curves are kept, and the metrics. */
const specs = ['mozjpeg', 'jpeg:engine=turbo', 'jpegli', 'webp', 'avif', 'heic', 'jxl'];
const native = 'jxl:engine=native';
const metrics = ['ssimulacra2', 'butteraugli', 'butteraugli-p3', 'ms-ssim', 'ssim', 'psnr'];
const datasets = ['kodak', 'large-photo', 'cid22-train'];

/** The quick JPEG. */
const quickSpec = 'jpeg:quality=75';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: node scripts/make-curve-family.js results/baseline [folders]');
  process.exit(2);
}

/** @typedef {{ spec: string, knob: string, dataset: string, image: string, settings: Record<string, number>, bytes: number, width: number, height: number, metrics: Record<string, number | null>, metricVersions: Record<string, string>, engine: { name: string, version: string }, version: string, error: unknown }} Line */

/** @returns {Line[]} */
function recordsOf(/** @type {string} */ folder, /** @type {string} */ codec) {
  return datasets.flatMap((dataset) => {
    try {
      const text = readFileSync(path.join(folder, 'rd', dataset, `${codec}.jsonl`), 'utf8');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
        .filter(({ error }) => error === null);
    } catch {
      return [];
    }
  });
}

/** @type {{ source?: { folder: string, dataset: string, images: number, versions: string }[], curves: { spec: string, knobs: number[], bytesPerPixel: number[][], metrics: Record<string, { version: string, values: (number[] | null)[] }>, evenness?: unknown }[] }} */
const earlier = existsSync(curvesFile)
  ? JSON.parse(readFileSync(curvesFile, 'utf8'))
  : { curves: [] };

const round = (/** @type {number} */ value) => Number(value.toPrecision(4));

const source = folders.flatMap((folder, i) => {
  const all = [...new Set([...specs, native].map((spec) => spec.split(':')[0] ?? spec))].flatMap(
    (codec) => recordsOf(folder, codec),
  );
  const name = i === 0 ? folder : 'a sweep of its own';
  return datasets.flatMap((dataset) => {
    const own = all.filter((record) => record.dataset === dataset);
    const images = new Set(own.map(({ image }) => image)).size;
    const versions = [...new Set(own.map(({ version }) => version))].sort().join(', ');
    return images === 0
      ? []
      : [{ folder: name.replaceAll(path.sep, '/'), dataset, images, versions }];
  });
});
const told = new Set(source.map(({ folder }) => folder));
source.push(...(earlier.source ?? []).filter(({ folder }) => !told.has(folder)));

const keyOf = (/** @type {Line} */ { dataset, image }) => `${dataset}/${image}`;
const quickOnes = folders
  .flatMap((folder) => recordsOf(folder, 'jpeg'))
  .filter((record) => record.spec === quickSpec);
const pictures = [...new Map(quickOnes.map((record) => [keyOf(record), record]))]
  .map(([picture, { bytes, width, height }]) => ({
    picture,
    jpegBytesPerPixel: round(bytes / (width * height)),
  }))
  .sort((a, b) => (a.picture < b.picture ? -1 : 1));
/** Metrics by which searches are told where a picture's curves lie. */
const quickMetrics = ['ssimulacra2', 'butteraugli-p3'];
const quickRecords = new Map(quickOnes.map((record) => [keyOf(record), record]));
const quick = Object.fromEntries(
  quickMetrics.map((metric) => {
    const versions = quickOnes.flatMap(({ metricVersions }) => metricVersions[metric] ?? []);
    const version = versions[0] ?? '';
    const values = pictures.map(({ picture }) => {
      const value = quickRecords.get(picture)?.metrics[metric];
      return typeof value === 'number' ? round(value) : null;
    });
    return [metric, { version, values }];
  }),
);
const numbers = new Map(pictures.map(({ picture }, i) => [picture, i]));

const curves = [...specs, native].flatMap((spec) => {
  const codec = spec.split(':')[0] ?? spec;
  const records = folders
    .flatMap((folder) => recordsOf(folder, codec))
    .filter((record) => withoutSettings(record.spec, [record.knob]) === spec);
  const [first] = records;
  if (first === undefined) return [];
  const isJxl = codec === 'jxl';
  const knobOf = (/** @type {Line} */ { knob, settings }) => {
    const value = Number(settings[knob]);
    // Searches turn the distance that a quality stands for.
    if (isJxl) return value < 30 || value === 100 ? null : round(0.1 + (100 - value) * 0.09);
    return value;
  };
  const images = [...new Set(records.map(keyOf))].filter((each) => numbers.has(each)).sort();
  const all = new Set(records.map(knobOf).filter((value) => value !== null));
  const knobs = [...all].sort((a, b) => a - b);
  const at = (/** @type {string} */ image, /** @type {number} */ knob) =>
    records.filter((record) => keyOf(record) === image && knobOf(record) === knob);
  const whole = images.filter((image) => knobs.every((knob) => at(image, knob).length > 0));
  const bytesPerPixel = whole.map((image) =>
    knobs.map((knob) => {
      const { bytes, width, height } = /** @type {Line} */ (at(image, knob)[0]);
      return round(bytes / (width * height));
    }),
  );
  const before = earlier.curves.find(
    (each) => each.spec === spec && JSON.stringify(each.knobs) === JSON.stringify(knobs),
  );
  const rows = (before?.bytesPerPixel ?? []).map((row) => JSON.stringify(row));
  const rowOf = (/** @type {unknown} */ row) => rows.indexOf(JSON.stringify(row));
  /** @type {Record<string, { version: string, values: (number[] | null)[] }>} */
  const byMetric = {};
  for (const metric of metrics) {
    const version = records.find((record) => record.metricVersions[metric])?.metricVersions[metric];
    const kept = before?.metrics[metric];
    const values = whole.map((image, i) => {
      const row = knobs.map((knob) =>
        at(image, knob)
          .map((record) => record.metrics[metric])
          .find((value) => typeof value === 'number'),
      );
      return row.every((value) => value !== undefined)
        ? row.map((value) => round(Number(value)))
        : version === undefined || version === kept?.version
          ? (kept?.values[rowOf(bytesPerPixel[i])] ?? null)
          : null;
    });
    if (values.some((row) => row !== null)) {
      byMetric[metric] = { version: String(version ?? kept?.version), values };
    }
  }
  const { name, version } = first.engine;
  const knob = isJxl ? 'distance' : first.knob;
  const rowsOf = whole.map((image) => Number(numbers.get(image)));
  const common = { spec, engine: `${name} ${version}`, knob, knobs };
  const evenness = before?.evenness === undefined ? {} : { evenness: before.evenness };
  return [{ ...common, pictures: rowsOf, bytesPerPixel, metrics: byMetric, ...evenness }];
});

const bytes = writeCurves({ source, pictures, quick, curves });
console.log(`${curvesFile}: ${curves.length} codecs, ${bytes} bytes`);
