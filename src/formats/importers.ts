import path from 'node:path';
import { messageOf, UsageError } from '../base/errors.js';
import { readBoundedSync } from '../base/read-bounded.js';
import type { ColumnNames } from './csv-columns.js';
import type { PublishedCurve } from './published-curve.js';
import { publishedCurves } from './published-curves.js';
import { parsePythonJson } from './python-json.js';
import { batchList, codecCompareCurves } from './read-codec-compare.js';
import { csvCurves } from './read-csv.js';

/** A file of results that was read, and the curves in it. */
export interface ReadSource {
  readonly file: string;
  readonly bytes: Buffer;
  readonly curves: readonly PublishedCurve[];
  /** What of the file is in no curve, for people. */
  readonly leftOut: readonly string[];
}

const wanted =
  'a result file of CompressAI, a collection of such curves, a batch of codec-compare or a table with a header (.csv, .tsv) is expected';

/**
 * Reads a file of results by what it is: a table by the ending of its name, JSON by its fields. A
 * list of batches is read with the batches beside it.
 * @throws UsageError where it is none of these, or a column that is mapped is not there
 */
export function readSources(file: string, names: ColumnNames): ReadSource[] {
  const bytes = read(file);
  if (/\.(?:csv|tsv|txt)$/i.test(file)) {
    return [{ file, bytes, ...telling(file, () => csvCurves(textOf(bytes), names)) }];
  }
  const json = jsonOf(file, bytes);
  const list = batchList.safeParse(json);
  if (list.success) {
    return list.data.map(([name]) => {
      if (path.basename(name) !== name) {
        throw new UsageError(
          `${file} names ${name}; only files beside it are read: import that file by itself`,
        );
      }
      const each = path.join(path.dirname(file), name);
      const own = read(each);
      return { file: each, bytes: own, ...batchOf(each, jsonOf(each, own), names) };
    });
  }
  if (typeof json === 'object' && json !== null && 'field_descriptions' in json) {
    return [{ file, bytes, ...batchOf(file, json, names) }];
  }
  if (names.columns.size > 0) {
    throw new UsageError(`columns are of tables and batches; ${file} is neither`, {
      code: 'wrong-option',
      data: { option: 'columns' },
    });
  }
  return [{ file, bytes, curves: telling(file, () => publishedCurves(json)), leftOut: [] }];
}

function batchOf(file: string, json: unknown, names: ColumnNames) {
  return telling(file, () => codecCompareCurves(json, names.columns));
}

function read(file: string): Buffer {
  try {
    return readBoundedSync(file, { bound: 'table' });
  } catch (error) {
    throw new UsageError(messageOf(error), { code: 'cannot-read', data: { file } });
  }
}

function jsonOf(file: string, bytes: Buffer): unknown {
  try {
    return parsePythonJson(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${file} is no JSON; ${wanted}`);
  }
}

/** @throws UsageError where it is UTF-16, as some spreadsheets write it */
function textOf(bytes: Buffer): string {
  if (bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16BE(0))) {
    throw new UsageError('it is in UTF-16; save it as UTF-8');
  }
  return bytes.toString('utf8');
}

function telling<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.code === 'wrong-option' || error.code === 'unknown-name') throw error;
    throw new UsageError(`${file} cannot be imported: ${error.message}; ${wanted}`);
  }
}
