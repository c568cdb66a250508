import type { FormatId } from './formats/table.js';
import type { Judgement } from './judge.js';

/** A file that was made, with what it shows. */
export interface Candidate {
  readonly format: FormatId;
  readonly method: string;
  readonly knob: number | null;
  readonly lossy: boolean;
  /** Bytes of the file. */
  readonly size: number;
  /** Null once another file of its trial is better by all that is wanted: it is not held for nothing. */
  readonly bytes: Uint8Array | null;
  readonly judgement: Judgement;
}

/** A trial that gave no file, and why. */
export interface FailedTrial {
  readonly format: FormatId;
  readonly method: string;
  readonly knob: number | null;
  readonly error: string;
}

/** What became of a trial: files that were decoded and scored, and what failed. */
export interface TrialOutcome {
  readonly candidates: readonly Candidate[];
  readonly failed: readonly FailedTrial[];
  readonly encodes: number;
}

/** Which of two formats is preferred at equal size; after them the source's own, then all others. */
const order: readonly FormatId[] = ['jxl', 'avif', 'webp'];

/** Sorts by bytes; ties go to JPEG XL, AVIF, WebP, the source's own format, then to what loses nothing. */
export function bySize(own: FormatId): (a: Candidate, b: Candidate) => number {
  const rank = ({ format }: Candidate): number => {
    const at = order.indexOf(format);
    return at >= 0 ? at : format === own ? order.length : order.length + 1;
  };
  return (a, b) => a.size - b.size || rank(a) - rank(b) || Number(a.lossy) - Number(b.lossy);
}
