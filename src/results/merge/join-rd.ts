import { isDeepStrictEqual } from 'node:util';
import type { RdRecord } from '../record.js';
import { type Candidate, demandAlike, withFile } from './candidates.js';
import { conflictError } from './conflict.js';

/** What is the same wherever a picture is measured: the key says by which engine. */
const facts = [
  ...(['codec', 'settings', 'engine', 'imageSha256', 'crop', 'width', 'height', 'bytes'] as const),
  ...(['sourceBytes', 'bitstreamSha256', 'conversion', 'exact'] as const),
];

/** Values of two machines that differ by no more are one value: the order of a sum. */
const tolerance = 1e-9;

/**
 * The one record of several with one key. One that went to its end counts before one that failed, and
 * one of this version's reading of pictures before an early one. Metrics are joined: of each the value
 * of its newest version. What is left, such as who made it, is of the record made last.
 * @param candidates the one that was made last first
 * @throws UsageError where they say different things
 */
export function joinRd(candidates: readonly Candidate<RdRecord>[]): Candidate<RdRecord> {
  const best = candidates.reduce((a, b) => (rankOf(b.record) > rankOf(a.record) ? b : a));
  if (best.record.error !== null) return best;
  const alike = candidates.filter(({ record }) => {
    if (record.error !== null) return false;
    return (
      rankOf(record) === rankOf(best.record) ||
      record.bitstreamSha256 === best.record.bitstreamSha256
    );
  });
  for (const other of alike) demandAlike(best, other, facts);
  const joined = { ...best.record, ...joinMetrics(alike) };
  const whole = alike.find(({ record }) => isDeepStrictEqual(record, joined));
  return whole ?? withFile(best, joined);
}

function rankOf({ error, version }: RdRecord): number {
  return Number(error === null) * 2 + Number(!version.startsWith('0.1.'));
}

type Scores = Pick<RdRecord, 'metrics' | 'metricVersions' | 'metricErrors' | 'worstTiles'>;

function joinMetrics(candidates: readonly Candidate<RdRecord>[]): Scores {
  const joined: Scores = { metrics: {}, metricVersions: {}, metricErrors: {}, worstTiles: {} };
  const ids = new Set(
    candidates.flatMap(({ record }) => [
      ...Object.keys(record.metrics),
      ...Object.keys(record.metricVersions),
    ]),
  );
  for (const id of [...ids].sort()) {
    const holders = candidates.filter(({ record }) => id in record.metrics);
    const newest = holders.reduce((a, b) => (newer(b.record, a.record, id) ? b : a));
    for (const other of holders) demandSameValue(newest, other, id);
    const { record } = newest;
    for (const table of ['metrics', 'metricVersions', 'metricErrors', 'worstTiles'] as const) {
      const value = record[table][id];
      if (value !== undefined) Object.assign(joined[table], { [id]: value });
    }
  }
  return joined;
}

/** Versions such as `2.1.0` by their numbers; one that failed and may be tried again has none. */
function newer(a: RdRecord, b: RdRecord, id: string): boolean {
  const [one = '', other = ''] = [a.metricVersions[id], b.metricVersions[id]];
  return one.localeCompare(other, 'en', { numeric: true }) > 0;
}

function demandSameValue(one: Candidate<RdRecord>, other: Candidate<RdRecord>, id: string): void {
  const version = one.record.metricVersions[id];
  if (version === undefined || version !== other.record.metricVersions[id]) return;
  const [a, b] = [one.record.metrics[id] ?? null, other.record.metrics[id] ?? null];
  if (a === b) return;
  if (a !== null && b !== null) {
    if (Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))) return;
  }
  throw conflictError({
    of: `${one.record.spec} on ${one.record.image}`,
    field: `${id} (version ${version})`,
    sides: [
      { file: one.file, says: a },
      { file: other.file, says: b },
    ],
  });
}
