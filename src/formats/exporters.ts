import type { CurveExporter, TableExporter } from './exporter.js';

/** Every format of export. A format is a file of its own and a line here. */
const exporters = {
  csv: table('CSV', '.csv', async () => (await import('./csv.js')).csv),
  parquet: binary('Parquet', '.parquet', async () => (await import('./parquet.js')).parquet),
  compressai: curves(
    'result files of CompressAI',
    async () => (await import('./compressai.js')).compressaiFiles,
  ),
  'codec-compare': curves(
    'batches of codec-compare',
    async () => (await import('./codec-compare.js')).codecCompareFiles,
  ),
} as const;

type Exporters = typeof exporters;

/** A format by its name. */
export type Format = keyof Exporters;
/** Of one file, with a row for each record. */
export type TableFormat = FormatOf<TableExporter>;
/** Of a folder, with a file for each curve. */
export type CurveFormat = FormatOf<CurveExporter>;

type FormatOf<T> = { [F in Format]: Exporters[F] extends T ? F : never }[Format];

/** All names, in the order of help. */
export const formats = Object.keys(exporters) as readonly Format[];
export const tableFormats = formats.filter(isTable);
export const curveFormats = formats.filter((format): format is CurveFormat => !isTable(format));

/** Whether a format is of one file. */
export function isTable(format: Format): format is TableFormat {
  return exporters[format].kind === 'table';
}

/** What is known of a format. */
export function exporterOf<F extends Format>(format: F): Exporters[F] {
  return exporters[format];
}

function table(title: string, ending: string, load: TableExporter['load']): TableExporter {
  return { kind: 'table', title, endings: [ending], text: true, load };
}

function binary(title: string, ending: string, load: TableExporter['load']): TableExporter {
  return { ...table(title, ending, load), text: false };
}

function curves(title: string, load: CurveExporter['load']): CurveExporter {
  return { kind: 'curves', title, load };
}
