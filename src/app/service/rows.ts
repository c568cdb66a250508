/** A line of the table: of the picture, the estimate or the result. */
export interface Row {
  readonly title: string;
  readonly size: string;
  readonly saved: string;
  readonly how: string;
}

interface Estimate {
  readonly original_format: string;
  readonly estimated_optimized_size: number;
  readonly estimated_reduction_percent: number;
  readonly already_optimized: boolean;
  readonly confidence: string;
  readonly path: string;
  readonly milliseconds: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/** Between a number and its unit, which stay in one line. */
const gap = '\u00a0';

/** What POST /estimate answered: of the picture's own format, whatever is made of it. */
export function estimateRow(told: Estimate): Row {
  const { low, high } = told.interval;
  const range = low === high ? '' : `, ${bytesText(low)} to ${bytesText(high)}`;
  return {
    title: 'Estimate',
    size: `${bytesText(told.estimated_optimized_size)}${range}`,
    saved: told.already_optimized ? 'nothing' : `${told.estimated_reduction_percent}${gap}%`,
    how: `${told.original_format} by ${told.path}, confidence ${told.confidence}, ${told.milliseconds}${gap}ms`,
  };
}

/** What the headers of POST /optimize tell. */
export function resultRow(headers: Headers): Row {
  const [metric, value] = (headers.get('x-metric-score') ?? '').split('=');
  const score = value === undefined ? '' : `, ${metric} ${Number.parseFloat(value).toFixed(1)}`;
  const [format, method] = [
    headers.get('x-optimized-format'),
    headers.get('x-optimization-method'),
  ];
  return {
    title: 'Result',
    size: bytesText(Number(headers.get('x-optimized-size'))),
    saved: method === 'none' ? 'nothing' : `${headers.get('x-reduction-percent')}${gap}%`,
    how:
      method === 'none' ? 'nothing smaller: the file as it came' : `${format} by ${method}${score}`,
  };
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}${gap}B`;
  return bytes < 1e6
    ? `${(bytes / 1e3).toFixed(1)}${gap}kB`
    : `${(bytes / 1e6).toFixed(2)}${gap}MB`;
}
