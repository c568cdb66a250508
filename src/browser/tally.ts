import { median } from '../base/statistics.js';
import type { CollectedLine, CollectJob } from '../collect/contract.js';

/** A table with a row for each configuration, of what is measured so far. */
export interface Tally {
  add(line: CollectedLine): void;
}

interface Row {
  readonly cells: readonly HTMLTableCellElement[];
  readonly bpp: number[];
  readonly score: number[];
  readonly encode: number[];
  readonly decode: number[];
  failed: number;
}

/** @param body of the table, which is emptied */
export function createTally(body: HTMLTableSectionElement, job: CollectJob): Tally {
  const [metric = ''] = job.metrics;
  const rows = new Map<string, Row>();
  document.getElementById('metric')!.textContent = metric;
  body.replaceChildren();
  for (const { spec } of job.configurations) {
    const row = body.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    // Long settings break where one ends.
    for (const piece of spec.split(/(?<=[:,])/)) head.append(piece, document.createElement('wbr'));
    row.append(head);
    const cells = Array.from({ length: 5 }, () => row.insertCell());
    rows.set(spec, { cells, bpp: [], score: [], encode: [], decode: [], failed: 0 });
  }
  return {
    add(line) {
      const row = line.kind === 'testbed' ? undefined : rows.get(line.spec);
      if (line.kind === 'testbed' || row === undefined) return;
      if (line.error !== null) row.failed += 1;
      else if (line.kind === 'rd') {
        row.bpp.push(line.bpp ?? 0);
        const value = line.metrics[metric];
        if (typeof value === 'number') row.score.push(value);
      } else {
        row.encode.push(median(line.encode.total));
        row.decode.push(median(line.decode.total));
      }
      show(row);
    },
  };
}

function show({ cells, bpp, score, encode, decode, failed }: Row): void {
  const texts = [
    `${bpp.length}${failed > 0 ? `, ${failed} failed` : ''}`,
    mean(bpp, 3),
    mean(score, 2),
    mean(encode.map(milliseconds), 1),
    mean(decode.map(milliseconds), 1),
  ];
  for (const [i, text] of texts.entries()) cells[i]!.textContent = text;
}

const milliseconds = (seconds: number): number => 1000 * seconds;

function mean(values: readonly number[], digits: number): string {
  if (values.length === 0) return '';
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(digits);
}
