import { cpuMicroseconds } from '#platform/base/cpu-time.js';

/** What may be timed inside an encode or a decode; one vocabulary for every codec. */
export type Stage =
  | 'prepare'
  | 'resize'
  | 'analysis'
  | 'transfer'
  | 'entropy'
  | 'store'
  | 'encode'
  | 'parse'
  | 'synthesis'
  | 'finish'
  | 'decode';

/** Handed to a codec, which wraps its stages in it. Stages do not nest. */
export interface Clock {
  /** Runs `work` and books its wall time under `name`; a promise is booked when it settles. */
  stage<T>(name: Stage, work: () => T): T;
  /** Books seconds that a command line measured itself, without its start and its files. */
  report(seconds: number): void;
  /** Books CPU seconds of a process that was started for the work and has ended. */
  reportChildCpu(seconds: number): void;
}

/** One timed run. Seconds of wall time, and of CPU time of the whole process: null where nobody tells. */
export interface Timing<T> {
  value: T;
  totalSeconds: number;
  cpuSeconds: number | null;
  /** What the stages do not cover of the total is booked as `other`. */
  stages: Partial<Record<Stage | 'other', number>>;
  /** CPU seconds of processes that were started for it, or null where nobody told them. */
  childCpuSeconds: number | null;
  /** What a command line measured itself, or null. */
  reportedSeconds: number | null;
}

/** A clock that books nothing, for runs whose time is of no interest. */
export const untimed: Clock = {
  stage: (_name, work) => work(),
  report: () => undefined,
  reportChildCpu: () => undefined,
};

/** Seconds since some fixed moment, in Node the start of the process; with `measure` the only reader of the clock. */
export function now(): number {
  return performance.now() / 1000;
}

/** Runs `work` with a clock and tells its wall time, its CPU time and its stages. */
export async function measure<T>(work: (clock: Clock) => Promise<T>): Promise<Timing<T>> {
  const stages: Timing<T>['stages'] = {};
  const book = (name: Stage, start: number): void => {
    stages[name] = (stages[name] ?? 0) + (now() - start);
  };
  let reportedSeconds: number | null = null;
  let childCpuSeconds: number | null = null;
  const clock: Clock = {
    report(seconds) {
      reportedSeconds = (reportedSeconds ?? 0) + seconds;
    },
    reportChildCpu(seconds) {
      childCpuSeconds = (childCpuSeconds ?? 0) + seconds;
    },
    stage(name, run) {
      const start = now();
      const result = run();
      if (result instanceof Promise) {
        return result.finally(() => book(name, start)) as typeof result;
      }
      book(name, start);
      return result;
    },
  };
  const cpuStart = cpuMicroseconds();
  const start = now();
  const value = await work(clock);
  const totalSeconds = now() - start;
  const cpuEnd = cpuMicroseconds();
  const staged = Object.values(stages).reduce((sum, seconds) => sum + seconds, 0);
  stages.other = Math.max(0, totalSeconds - staged);
  const cpuSeconds = cpuStart === null || cpuEnd === null ? null : (cpuEnd - cpuStart) / 1e6;
  return { value, totalSeconds, cpuSeconds, stages, childCpuSeconds, reportedSeconds };
}
