/** Formats of one file, with a row for each record. */
export const tableFormats = ['csv', 'parquet'] as const;
/** Formats of a folder, with a file for each curve. */
export const curveFormats = ['compressai', 'codec-compare'] as const;

export type TableFormat = (typeof tableFormats)[number];
export type CurveFormat = (typeof curveFormats)[number];
