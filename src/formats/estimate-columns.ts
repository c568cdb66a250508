import type { EstimateRecord } from '../results/record.js';
import { type Column, column, provenance, subject } from './columns.js';

/** The columns of records of estimates: the actual size is that of the record whose key is `rdKey`. */
export function estimateColumns(): Column<EstimateRecord>[] {
  return [
    ...subject,
    column('rdKey', 'text', ({ rdKey }) => rdKey),
    column('estimation', 'integer', ({ estimation }) => estimation),
    column('estimator', 'text', ({ estimator }) => estimator),
    column('chosen', 'text', ({ chosen }) => chosen),
    column('predictedBytes', 'number', ({ predictedBytes }) => predictedBytes),
    column('interval.low', 'number', ({ interval }) => interval?.low ?? null),
    column('interval.high', 'number', ({ interval }) => interval?.high ?? null),
    column('interval.level', 'number', ({ interval }) => interval?.level ?? null),
    column('confidence', 'text', ({ confidence }) => confidence),
    column('reason', 'text', ({ reason }) => reason),
    column('content', 'text', ({ content }) => content),
    column('contentFrom', 'text', ({ contentFrom }) => contentFrom),
    column('seed', 'integer', ({ seed }) => seed),
    column('sampleWidth', 'integer', ({ sampleWidth }) => sampleWidth),
    column('timeBudgetSeconds', 'number', ({ timeBudgetSeconds }) => timeBudgetSeconds),
    column('timeLimitSeconds', 'number', ({ timeLimitSeconds }) => timeLimitSeconds),
    column('calibration.sha256', 'text', ({ calibration }) => calibration.sha256),
    column('calibration.date', 'text', ({ calibration }) => calibration.date),
    column('testbed', 'text', ({ testbed }) => testbed),
    column('node', 'text', ({ node }) => node),
    column('took.seconds', 'number', ({ took }) => took?.seconds ?? null),
    column('took.cpuSeconds', 'number', ({ took }) => took?.cpuSeconds ?? null),
    column('whole.seconds', 'number', ({ whole }) => whole?.seconds ?? null),
    column('whole.cpuSeconds', 'number', ({ whole }) => whole?.cpuSeconds ?? null),
    column('loadSeconds', 'number', ({ loadSeconds }) => loadSeconds),
    ...provenance,
  ];
}
