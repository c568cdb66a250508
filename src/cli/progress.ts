import type { SingleBar } from 'cli-progress';
import { now } from '../base/clock.js';
import type { Warn } from '../base/warn.js';
import type { SweepEvent } from '../sweeps/events.js';
import { withHint } from './hints.js';
import { printWarning, tell } from './output.js';

/** How many bytes of files were worked on, of how many, in how many seconds. */
export interface WorkDone {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly seconds: number;
}

/** How a command tells what it does while it does it. */
export interface Reporter {
  readonly warn: Warn;
  readonly progress: (
    phase: string,
    done: number,
    total: number,
    failed: number,
    work?: WorkDone,
  ) => void;
}

/** Seconds between two lines where there is no terminal to draw a bar on. */
const lineSeconds = 10;

/** Tells progress and warnings on standard error: a bar on a terminal, plain lines elsewhere. */
export function openReporter(): Reporter & { done(): void } {
  const reporter = process.stderr.isTTY ? barReporter() : lineReporter();
  const told = new Set<string>();
  return {
    ...reporter,
    // A line that is broken is met by the plan and again by the tables.
    warn(message, code) {
      const line = withHint(message, code);
      if (!told.has(line)) reporter.warn(line);
      told.add(line);
    },
  };
}

/** Tells the events of a sweep as progress of its stages. */
export function tellSweep({ progress }: Reporter): (event: SweepEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'download':
        return progress('download', event.done, event.total, 0);
      case 'job':
        return progress('rate-distortion', event.done, event.total, event.failed);
      case 'estimate':
        return progress('estimates', event.done, event.total, event.failed);
      case 'pass':
        return progress('timing', event.done, event.total, 0);
      case 'queue':
        return tellStatus(event.status);
      case 'memory':
        return progress('memory', event.done, event.total, 0);
      case 'plan':
        return undefined;
    }
  };
}

function tellStatus(status: string): void {
  // A bar may be drawn on the line.
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  tell(status);
}

function barReporter(): Reporter & { done(): void } {
  let bar: SingleBar | null = null;
  let phase = '';
  let bars: typeof import('cli-progress') | null = null;
  // What is reported until it is there is drawn with the report after it.
  void import('cli-progress').then((loaded) => {
    bars = loaded.default;
  });
  const done = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    done,
    warn(message) {
      process.stderr.write('\r\u001B[K');
      printWarning(message);
    },
    progress(name, count, total, failed, work) {
      const note = notesOf(failed, work).join(', ');
      if (bars === null) return;
      if (bar === null || name !== phase) {
        done();
        phase = name;
        bar = new bars.SingleBar(
          {
            format:
              '{phase} {bar} {value}/{total}  {duration_formatted} gone, {eta_formatted} to go  {note}',
            stream: process.stderr,
            etaBuffer: 50,
          },
          bars.Presets.shades_grey,
        );
        bar.start(total, count, { phase: name, note });
      } else bar.update(count, { note });
      if (count >= total) done();
    },
  };
}

function lineReporter(): Reporter & { done(): void } {
  let last = now();
  return {
    done() {},
    warn(message) {
      printWarning(message);
    },
    progress(phase, done, total, failed, work) {
      if (done < total && now() - last < lineSeconds) return;
      last = now();
      const notes = [...notesOf(failed, work), ...(work ? leftOf(work) : [])];
      process.stderr.write(`${[`${phase}: ${done} of ${total}`, ...notes].join(', ')}\n`);
    },
  };
}

function notesOf(failed: number, work: WorkDone | undefined): string[] {
  const rate = work && work.seconds > 0 ? work.bytes / 1e6 / work.seconds : null;
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(rate === null ? [] : [`${rate.toFixed(1)} MB/s`]),
  ];
}

/** Time to go, by the bytes. The bar tells its own. */
function leftOf({ bytes, totalBytes, seconds }: WorkDone): string[] {
  if (bytes === 0 || bytes >= totalBytes) return [];
  return [`${Math.ceil((seconds * (totalBytes - bytes)) / bytes)} s to go`];
}
