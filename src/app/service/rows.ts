/** A line of the table: of the picture, the estimate or the result. */
export interface Row {
  readonly title: string;
  readonly size: string;
  readonly saved: string;
  readonly how: string;
}

interface Estimate {
  readonly estimated_optimized_size: number;
  readonly estimated_reduction_percent: number;
  readonly already_optimized: boolean;
  readonly confidence: string;
  readonly path: string;
  readonly milliseconds: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/** What POST /estimate answered. */
export function estimateRow(told: Estimate): Row {
  const { low, high } = told.interval;
  const range = low === high ? '' : `, ${bytesText(low)} to ${bytesText(high)}`;
  return {
    title: 'Estimate',
    size: `${bytesText(told.estimated_optimized_size)}${range}`,
    saved: told.already_optimized ? 'nothing' : `${told.estimated_reduction_percent} %`,
    how: `${told.path}, confidence ${told.confidence}, ${told.milliseconds} ms`,
  };
}

/** What the headers of POST /optimize tell. */
export function resultRow(headers: Headers): Row {
  const [metric, value] = (headers.get('x-metric-score') ?? '').split('=');
  const score = value === undefined ? '' : `, ${metric} ${Number.parseFloat(value).toFixed(1)}`;
  return {
    title: 'Result',
    size: bytesText(Number(headers.get('x-optimized-size'))),
    saved: `${headers.get('x-reduction-percent')} %`,
    how: `${headers.get('x-optimized-format')} by ${headers.get('x-optimization-method')}${score}`,
  };
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
