import { UsageError, unknownName } from '../base/errors.js';

/** What a column of a table of results can hold, with its unit, and other names of such columns. */
const fields = {
  curve: {
    meaning: 'what the curves are called',
    names: ['codec', 'label', 'name', 'encoder', 'method'],
  },
  spec: { meaning: 'a codec with its settings, as records print it', names: [] },
  dataset: { meaning: 'data set', names: [] },
  setting: {
    meaning: 'what tells the points of a curve apart',
    names: ['knobValue', 'quality', 'q', 'qp'],
  },
  knob: { meaning: 'the setting of the spec that steers the rate', names: [] },
  image: {
    meaning: 'picture; without it a row is a point, of means',
    names: ['picture', 'file', 'filename', 'original name'],
  },
  crop: { meaning: 'centre crop', names: [] },
  bpp: { meaning: 'bits per pixel', names: ['bits per pixel'] },
  bytes: { meaning: 'bytes of the file', names: ['encoded size', 'size bytes'] },
  width: { meaning: 'pixels', names: [] },
  height: { meaning: 'pixels', names: [] },
  encodeSeconds: { meaning: 'seconds of a picture', names: ['encode s', 'encode medianSeconds'] },
  decodeSeconds: { meaning: 'seconds of a picture', names: ['decode s', 'decode medianSeconds'] },
  encodeMilliseconds: { meaning: 'milliseconds of a picture', names: ['encode ms'] },
  decodeMilliseconds: { meaning: 'milliseconds of a picture', names: ['decode ms'] },
} as const satisfies Record<string, { meaning: string; names: readonly string[] }>;

/** A field that is no metric. */
export type Field = keyof typeof fields;

/** Where the columns of a table are. */
export interface TableColumns {
  readonly fields: ReadonlyMap<Field, number>;
  /** By id of the metric. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Columns that nothing is taken of. */
  readonly others: readonly string[];
}

/** What columns are called. */
export interface ColumnNames {
  /** Columns by the field or metric that they are. */
  readonly columns: ReadonlyMap<string, string>;
  /** Ids of metrics that are known. */
  readonly metrics: readonly string[];
}

/** The names that a mapping can give, for help: fields with their units. */
export const fieldNames = Object.keys(fields) as readonly Field[];

/**
 * Finds the columns of a table by its header: those that are mapped, else by their names, of which
 * only letters and digits count. `metrics.psnr` and `psnr` are the metric of that id; what is mapped
 * and is no field is a metric as well.
 * @throws UsageError where a mapped column is not there, or two columns are one field
 */
export function findColumns(
  header: readonly string[],
  { columns: mapping, metrics: known }: ColumnNames,
): TableColumns {
  const found = new Map<string, number>();
  for (const [field, name] of mapping) {
    const at = header.findIndex((each) => each.trim() === name);
    if (at < 0) throw unknownName('column', name, header);
    found.set(field, at);
  }
  const taken = new Set(found.values());
  for (const [at, name] of header.entries()) {
    const field = fieldOf(name, known);
    if (taken.has(at) || field === null || mapping.has(field)) continue;
    const before = found.get(field);
    if (before !== undefined) {
      throw new UsageError(
        `columns '${header[before]}' and '${name}' would both be ${field}; say which is (columns: ${field}=…)`,
        { code: 'wrong-option', data: { option: 'columns' } },
      );
    }
    found.set(field, at);
  }
  const isField = (name: string): name is Field => Object.hasOwn(fields, name);
  const used = new Set(found.values());
  return {
    fields: new Map([...found].flatMap(([name, at]) => (isField(name) ? [[name, at]] : []))),
    metrics: new Map([...found].filter(([name]) => !isField(name))),
    others: header.filter((_, at) => !used.has(at)),
  };
}

function fieldOf(name: string, known: readonly string[]): string | null {
  const own = /^metrics[._](.+)$/.exec(name.trim());
  if (own !== null) return own[1]!;
  const plain = plainName(name);
  return (
    fieldNames.find((field) =>
      [field, ...fields[field].names].some((each) => plainName(each) === plain),
    ) ??
    known.find((id) => plainName(id) === plain) ??
    null
  );
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
