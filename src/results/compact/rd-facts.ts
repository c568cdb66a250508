import { bitsPerPixel } from '../../base/bits-per-pixel.js';
import type { RdFacts } from '../rd-facts.js';
import { type RdRecord, rdRecord } from '../record.js';
import type { Partition } from './partition-file.js';
import { type Cell, marks } from './shape.js';

/** What a leaderboard needs of the record of a row; null where its line is to be read. */
export type RowFacts = (row: number) => RdFacts | null;

/**
 * A reader of the records of a partition by their columns, without lines: only those that a leaderboard
 * needs are decoded. What all records of a shape have in common is one object. Cells of other columns
 * were checked when they were packed.
 */
export function openRowFacts(partition: Partition): RowFacts {
  const { shapes, shapeOf } = partition;
  const readers: (RowFacts | undefined)[] = [];
  return (row) => {
    const shape = shapeOf[row]!;
    const reader = readers[shape] ?? readerOf(partition, shapes[shape]!, row);
    readers[shape] = reader;
    return reader(row);
  };
}

const byLine: RowFacts = () => null;

/** @param row one of the shape */
function readerOf(partition: Partition, shape: string, row: number): RowFacts {
  const template = JSON.parse(shape) as RdRecord;
  const { data: record } = rdRecord.safeParse(JSON.parse(partition.line(row)));
  // A failed job, or what a learned codec tells: few, and with fields of their own.
  if (record === undefined || record.error !== null || record.learned !== null) return byLine;
  const isCell = (value: unknown): boolean => value === marks.cell;
  const { image, imageSha256, width, height, bytes } = template;
  if (![image, imageSha256, width, height, bytes].every(isCell)) return byLine;
  const text = (path: string) => partition.cells(path) as (row: number) => string | undefined;
  const number = (path: string) => partition.cells(path) as (row: number) => number | undefined;
  const cells = {
    image: text('image'),
    imageSha256: text('imageSha256'),
    at: isCell(template.at) ? text('at') : null,
    width: number('width'),
    height: number('height'),
    bytes: number('bytes'),
    sourceBytes: isCell(template.sourceBytes) ? number('sourceBytes') : null,
    bpp: isCell(template.bpp) ? number('bpp') : null,
  };
  if (cells.bpp === null && String(template.bpp) !== marks.bpp) return byLine;
  const ids = Object.keys(template.metrics);
  if (ids.includes('__proto__')) return byLine;
  const metrics = ids.map((id) => (isCell(template.metrics[id]) ? number(`metrics/${id}`) : null));
  const { codec, spec, settings, knob, engine, dataset, crop, exact, alpha, damage } = record;
  const { metricVersions, metricErrors, protocol, version, commit, at } = record;
  return (row) => {
    const width = cells.width(row);
    const height = cells.height(row);
    const bytes = cells.bytes(row);
    const name = cells.image(row);
    const sha256 = cells.imageSha256(row);
    const moment = cells.at === null ? at : cells.at(row);
    const sourceBytes = cells.sourceBytes === null ? null : cells.sourceBytes(row);
    if (!isSize(width) || !isSize(height) || !(isSize(bytes) || bytes === 0)) return null;
    if (name === undefined || sha256 === undefined || moment === undefined) return null;
    if (moment !== at && moment.length !== usualMoment) return null;
    if (sourceBytes !== null && !isSize(sourceBytes)) return null;
    const bpp = cells.bpp === null ? bitsPerPixel(bytes, width, height) : cells.bpp(row);
    if (bpp === undefined || !(bpp! >= 0)) return null;
    const values: Record<string, number | null> = {};
    for (let i = 0; i < ids.length; i++) {
      const value = metrics[i] === null ? null : metrics[i]!(row);
      if (value === undefined || (value !== null && !Number.isFinite(value))) return null;
      values[ids[i]!] = value;
    }
    return {
      protocol,
      codec,
      spec,
      settings,
      knob,
      engine,
      dataset,
      image: name,
      imageSha256: sha256,
      crop,
      width,
      height,
      bytes,
      sourceBytes,
      exact,
      alpha,
      damage,
      learned: null,
      bpp,
      metrics: values,
      metricVersions,
      metricErrors,
      error: null,
      version,
      commit,
      at: moment,
    };
  };
}

/** Of years of four digits. */
const usualMoment = '2026-01-01T00:00:00.000Z'.length;

function isSize(value: Cell | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
