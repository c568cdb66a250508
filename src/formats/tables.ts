import {
  type ReadRecordsOptions,
  readAllEstimates,
  readAllRd,
  readAllTiming,
} from '../results/read-records.js';
import type { RecordsByKind } from '../results/record.js';
import type { RecordKind } from '../results/record-kinds.js';
import type { Column } from './columns.js';
import { estimateColumns } from './estimate-columns.js';
import { rdColumns } from './rd-columns.js';
import { timingColumns } from './timing-columns.js';

/** How records of a kind become a table. */
interface RecordTable<T> {
  readonly read: (results: string, options: ReadRecordsOptions) => Promise<T[]>;
  readonly columns: (records: readonly T[]) => readonly Column<T>[];
}

/** Each kind of record as a table. */
export const recordTables: { readonly [K in RecordKind]: RecordTable<RecordsByKind[K]> } = {
  rd: { read: readAllRd, columns: rdColumns },
  timing: { read: readAllTiming, columns: timingColumns },
  estimate: { read: readAllEstimates, columns: estimateColumns },
};
