import { CsvError, parse } from 'csv-parse/sync';
import { bitsPerPixel } from '../base/bits-per-pixel.js';
import { UsageError } from '../base/errors.js';
import { withoutSettings } from '../base/spec.js';
import { type ColumnNames, type Field, findColumns, type TableColumns } from './csv-columns.js';
import { type CurveRow, curvesOfRows } from './curve-rows.js';
import type { PublishedCurve } from './published-curve.js';

/** A row of the file with the line that it ends in. */
interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** What a number must be, by field. */
const numbers = {
  bpp: 'above 0',
  bytes: 'above 0',
  width: 'above 0',
  height: 'above 0',
  encodeSeconds: 'from 0',
  decodeSeconds: 'from 0',
  encodeMilliseconds: 'from 0',
  decodeMilliseconds: 'from 0',
} as const;

/**
 * Reads curves out of a table with a header: commas, semicolons or tabs between cells, numbers with a
 * point. A row that is wrong is left out and told with its line. Pure.
 * @param text what the file holds
 * @param names what its columns are called
 * @throws UsageError where there is no header, or it lacks a rate or any metric
 */
export function csvCurves(
  text: string,
  names: ColumnNames,
): { curves: PublishedCurve[]; leftOut: string[] } {
  const leftOut: string[] = [];
  const [header, ...lines] = linesOf(text);
  if (header === undefined) throw new UsageError('it is empty; a header is expected');
  const columns = findColumns(header.record, names);
  checkColumns(columns, header.record);
  const rows = lines.flatMap((line): CurveRow[] => {
    const row = rowOf(line, header.record.length, columns);
    if (typeof row !== 'string') return [row];
    leftOut.push(`line ${line.info.lines}: ${row}`);
    return [];
  });
  const made = curvesOfRows(rows);
  const others = columns.others.map((field) => ({
    field,
    reason: 'no field or metric has this name; map it if it is one (columns)',
  }));
  return {
    curves: made.curves.map((curve) => ({
      ...curve,
      ...({ format: 'table', source: null } as const),
      leftOut: [...others, ...curve.leftOut],
    })),
    leftOut: [...leftOut, ...made.leftOut],
  };
}

function linesOf(text: string): Line[] {
  const first = text.slice(0, text.search(/\r|\n|$/));
  const [delimiter] = [',', ';', '\t'].sort(
    (a, b) => first.split(b).length - first.split(a).length,
  );
  try {
    return parse(text, {
      ...{ bom: true, delimiter: delimiter!, info: true, skip_empty_lines: true },
      ...{ relax_column_count: true, relax_quotes: true },
    }) as unknown as Line[];
  } catch (error) {
    // What stands behind it would be one cell.
    if (!(error instanceof CsvError)) throw error;
    const open = error.code === 'CSV_QUOTE_NOT_CLOSED';
    throw new UsageError(open ? 'a quote is opened that is never closed' : error.message);
  }
}

function checkColumns({ fields, metrics }: TableColumns, header: readonly string[]): void {
  const has = (...names: readonly Field[]) => names.every((name) => fields.has(name));
  const came = `the header has ${header.join(', ')}`;
  if (!has('bpp') && !has('bytes', 'width', 'height')) {
    throw new UsageError(
      `a column bpp (bits per pixel), or bytes, width and height, is expected; ${came}; map one (columns: bpp=…)`,
    );
  }
  if (metrics.size === 0) {
    throw new UsageError(
      `a column of a metric, named by its id (psnr, ssimulacra2, …), is expected; ${came}; map one (columns: psnr=…)`,
    );
  }
  if (has('image') && !has('setting') && !has('spec')) {
    throw new UsageError(
      `a column setting, which tells the points of a curve apart, is expected beside one of pictures; ${came}; map one (columns: setting=…)`,
    );
  }
}

/** A row, or what is wrong with it. */
function rowOf(
  { record, info }: Line,
  width: number,
  { fields, metrics }: TableColumns,
): CurveRow | string {
  if (record.length !== width) return `it has ${record.length} cells; the header has ${width}`;
  const cell = (name: Field): string | null => {
    const at = fields.get(name);
    const text = at === undefined ? '' : unescaped(record[at]!.trim());
    return text === '' ? null : text;
  };
  const problems: string[] = [];
  const number = (name: keyof typeof numbers): number | null => {
    const text = cell(name);
    if (text === null) return null;
    const value = Number(text);
    const rule = numbers[name];
    if (Number.isFinite(value) && (rule === 'above 0' ? value > 0 : value >= 0)) return value;
    problems.push(`${name}: expected a number ${rule}, with a point, got '${text}'`);
    return null;
  };
  const bpp = number('bpp') ?? bitsPerPixel(number('bytes'), number('width'), number('height'));
  const scores = [...metrics].map(([id, at]): [string, number | null] => {
    const text = record[at]!.trim();
    const value =
      text === '' || /^[-+]?(nan|inf|infinity|null|none|n\/a)$/i.test(text) ? null : Number(text);
    if (value === null || Number.isFinite(value)) return [id, value];
    problems.push(`${id}: expected a number, with a point, got '${text}'`);
    return [id, null];
  });
  const seconds = (direction: 'encode' | 'decode'): number | null => {
    const milliseconds = number(`${direction}Milliseconds`);
    return number(`${direction}Seconds`) ?? (milliseconds === null ? null : milliseconds / 1000);
  };
  const [encodeSeconds, decodeSeconds] = [seconds('encode'), seconds('decode')];
  const image = cell('image');
  if (cell('crop') !== null) problems.push('it is of a centre crop; curves are of whole pictures');
  if (fields.has('image') && image === null) problems.push('image: it is empty');
  if (problems.length > 0) return problems.join('; ');
  if (bpp === null) return 'bpp: it is empty';
  const [spec, knob] = [cell('spec'), cell('knob')];
  return {
    ...{ place: `line ${info.lines}`, dataset: cell('dataset'), image, bpp },
    curve: spec === null ? cell('curve') : withoutSettings(spec, [knob]),
    // Without pictures each row is a point, also where two have one setting.
    setting: image === null ? null : (spec ?? cell('setting')),
    metrics: Object.fromEntries(scores),
    ...{ encodeSeconds, decodeSeconds },
  };
}

/** The apostrophe that keeps a spreadsheet from taking a text for a formula. */
function unescaped(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
