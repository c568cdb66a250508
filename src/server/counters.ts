/** Numbers for Prometheus, by name and labels. */
export interface Counters {
  add(name: CounterName, labels: Readonly<Record<string, string>>, value?: number): void;
  /** Books seconds in a histogram. */
  observe(route: string, seconds: number): void;
  /** The text that Prometheus reads, with gauges of the moment. */
  text(gauges: Readonly<Record<string, Gauge>>): string;
}

/** A number of the moment. */
export interface Gauge {
  readonly help: string;
  readonly value: number;
}

const counterHelp = {
  pareto_requests_total: 'Requests by route and status',
  pareto_original_bytes_total: 'Bytes of the pictures that were optimised',
  pareto_saved_bytes_total: 'Bytes that optimising saved',
  pareto_fetched_bytes_total: 'Bytes that came from URLs',
  pareto_errors_total: 'Answers that told of an error, by its name',
} as const;

type CounterName = keyof typeof counterHelp;

const buckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const histogram = 'pareto_request_seconds';

/** All labels come from tables of this program: their count is bounded. */
export function createCounters(): Counters {
  const counts = new Map<CounterName, Map<string, number>>();
  const seconds = new Map<string, { readonly within: number[]; count: number; sum: number }>();
  return {
    add(name, labels, value = 1) {
      const key = Object.entries(labels)
        .map(([label, text]) => `${label}="${text}"`)
        .join();
      const known = counts.get(name) ?? new Map<string, number>();
      counts.set(name, known.set(key, (known.get(key) ?? 0) + value));
    },
    observe(route, value) {
      const known = seconds.get(route) ?? { within: buckets.map(() => 0), count: 0, sum: 0 };
      seconds.set(route, known);
      known.count += 1;
      known.sum += value;
      for (const [i, bucket] of buckets.entries()) if (value <= bucket) known.within[i]! += 1;
    },
    text(gauges) {
      const lines: string[] = [];
      for (const [name, help] of Object.entries(counterHelp) as [CounterName, string][]) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
        for (const [key, value] of counts.get(name) ?? [])
          lines.push(`${name}${inBraces(key)} ${value}`);
      }
      lines.push(`# HELP ${histogram} Seconds of requests`, `# TYPE ${histogram} histogram`);
      for (const [route, { within, count, sum }] of seconds) {
        const label = `route="${route}"`;
        for (const [i, bucket] of buckets.entries()) {
          lines.push(`${histogram}_bucket{${label},le="${bucket}"} ${within[i]}`);
        }
        lines.push(`${histogram}_bucket{${label},le="+Inf"} ${count}`);
        lines.push(`${histogram}_sum{${label}} ${sum}`, `${histogram}_count{${label}} ${count}`);
      }
      for (const [name, { help, value }] of Object.entries(gauges)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function inBraces(labels: string): string {
  return labels === '' ? '' : `{${labels}}`;
}
