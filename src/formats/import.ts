import { hash } from 'node:crypto';
import path from 'node:path';
import { UsageError } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import type { FileToWrite } from '../base/write-whole.js';
import { readReferences } from '../leaderboard/references.js';
import { type ReferenceCurve, referenceSchema } from '../results/reference.js';
import type { ColumnNames } from './csv-columns.js';
import { slugOf } from './file-names.js';
import { type ReadSource, readSources } from './importers.js';
import type { LeftOut, PublishedCurve } from './published-curve.js';

/** The data set of CompressAI's files, of which few name one. */
const usualDataset = 'kodak';

export interface ImportOptions {
  /** Folder of results. */
  readonly results: string;
  /** Undefined: as the file says, or the usual one. */
  readonly dataset: string | undefined;
  /** What columns of a table, or fields of a batch, are called. */
  readonly names: ColumnNames;
  /** Of a file with one curve. */
  readonly label: string | undefined;
  /** Where it was published; undefined: as the file says. */
  readonly source: string | undefined;
  readonly warn: Warn;
}

/** What becomes of a curve of the file. */
export interface ImportedCurve {
  readonly curve: ReferenceCurve;
  readonly outcome: 'added' | 'replaced' | 'unchanged';
  readonly leftOut: readonly LeftOut[];
}

/** A plan of an import: nothing is written yet. */
export interface ImportPlan {
  readonly curves: readonly ImportedCurve[];
  readonly files: readonly FileToWrite[];
  /** Curves of which nothing can be taken, for people. */
  readonly leftOut: readonly string[];
}

/**
 * Plans the import of a file of published curves into results/reference/<data set>. A curve of a
 * label that is there already takes its place; the same file again changes nothing.
 * @throws UsageError where the file is no such file, or an option does not go with it
 */
export function planImport(file: string, options: ImportOptions): ImportPlan {
  const { results, label, warn } = options;
  const sources = readSources(file, options.names);
  const all = sources.flatMap((source) => source.curves.map((each) => ({ each, source })));
  if (label !== undefined && all.length !== 1) {
    const data = { option: 'label', expected: 1, got: all.length };
    const message = `label is of a file with one curve; ${file} has ${all.length}`;
    throw new UsageError(message, { code: 'wrong-option', data });
  }
  const known = readReferences(results, warn);
  const curves = all.filter(isUseful).map(({ each, source }): ImportedCurve => {
    const curve = referenceOf(each, source, options);
    const before = known.find(
      ({ dataset, label: other }) => dataset === curve.dataset && other === curve.label,
    );
    const same = before !== undefined && contentOf(before) === contentOf(curve);
    return {
      curve: same ? before : curve,
      outcome: same ? 'unchanged' : before ? 'replaced' : 'added',
      leftOut: each.leftOut,
    };
  });
  return {
    curves,
    files: curves
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map(({ curve }) => ({
        file: path.join(results, 'reference', curve.dataset, `${fileNameOf(curve.label)}.json`),
        pieces: [`${JSON.stringify(curve, null, 2)}\n`],
      })),
    leftOut: [
      ...sources.flatMap((source) => source.leftOut),
      ...all
        .filter((each) => !isUseful(each))
        .map(({ each: { name, leftOut } }) =>
          [
            `${name ?? file}: no metric that is known here`,
            ...leftOut.map(({ field, reason }) => `${field}: ${reason}`),
          ].join('; '),
        ),
    ],
  };
}

/** Whether any point has a value of any metric. */
function isUseful({ each: { points } }: { readonly each: PublishedCurve }): boolean {
  return points.some(({ metrics }) => Object.values(metrics).some((each) => each !== null));
}

function referenceOf(
  { name, dataset: named, source, points, format }: PublishedCurve,
  { file, bytes }: ReadSource,
  options: ImportOptions,
): ReferenceCurve {
  const dataset = options.dataset ?? named ?? (format === 'compressai' ? usualDataset : null);
  if (dataset === null) {
    throw new UsageError(`${file} does not say of which data set it is; name that`, {
      ...{ code: 'no-dataset-name', data: { file } },
    });
  }
  if (!/^[\w][\w. -]*$/.test(dataset)) {
    const facts = { code: 'no-dataset-name', data: { dataset } } as const;
    throw new UsageError(`'${dataset}' cannot be the name of a data set; give one`, facts);
  }
  const base = path.basename(file);
  return {
    schema: referenceSchema,
    dataset,
    label: options.label ?? name ?? base.replace(/\.[^.]+$/, ''),
    source: options.source ?? source ?? base,
    file: base,
    sha256: hash('sha256', bytes),
    at: new Date().toISOString(),
    points,
  };
}

function contentOf(curve: ReferenceCurve): string {
  return JSON.stringify({ ...curve, at: '' });
}

/** The label where it can be a file's name, else a name like it with the start of its digest. */
function fileNameOf(label: string): string {
  const slug = slugOf(label);
  return slug === label ? slug : `${slug}-${hash('sha256', label).slice(0, 8)}`;
}
