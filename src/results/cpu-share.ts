import { ratio, sum } from '../base/sums.js';
import type { Samples, TimingRecord } from './record.js';

/**
 * CPU seconds over wall seconds below this say that the work had to wait: as a rule for a processor
 * that something else was using.
 */
export const leastCpuShare = 0.8;

/** Of an engine it matters whether it is a program of its own. */
interface Measured {
  readonly engine: { readonly runtime: string };
}

/**
 * CPU seconds over wall seconds of one or several images' samples. Of a command line with those of
 * the programs that it started. Null where they were not measured.
 */
export function cpuShare({ engine }: Measured, samples: readonly Samples[]): number | null {
  const wall = sum(samples.flatMap(({ total }) => total));
  const own = sum(samples.flatMap(({ cpu }) => cpu));
  // A page is told of none.
  const isTold = samples.every(({ total, cpu }) => cpu.length === total.length);
  if (engine.runtime !== 'cli') return isTold ? ratio(own, wall) : null;
  const whole = samples.every(({ total, childCpu = [] }) => childCpu.length === total.length);
  return whole ? ratio(own + sum(samples.flatMap(({ childCpu = [] }) => childCpu)), wall) : null;
}

/** The directions in which the machine was busy with something else while a record was made. */
export function busyDirections(record: TimingRecord): ('encode' | 'decode')[] {
  return (['encode', 'decode'] as const).filter((direction) => {
    const share = cpuShare(record, [record[direction]]);
    return share !== null && share < leastCpuShare;
  });
}
