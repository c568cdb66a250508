import type { FormatId } from './formats/table.js';
import type { Judgement } from './judge.js';

/** A file that was made, with what it shows. */
export interface Candidate {
  readonly format: FormatId;
  readonly method: string;
  readonly knob: number | null;
  readonly lossy: boolean;
  readonly bytes: Uint8Array;
  readonly judgement: Judgement;
}

/** A trial that gave no file, and why. */
export interface FailedTrial {
  readonly format: FormatId;
  readonly method: string;
  readonly knob: number | null;
  readonly error: string;
}

/** Which of two formats is preferred at equal size; after them the source's own, then all others. */
const order: readonly FormatId[] = ['jxl', 'avif', 'webp'];

/** Sorts by bytes; ties go to JPEG XL, AVIF, WebP, the source's own format. */
export function bySize(own: FormatId): (a: Candidate, b: Candidate) => number {
  const rank = ({ format }: Candidate): number => {
    const at = order.indexOf(format);
    return at >= 0 ? at : format === own ? order.length : order.length + 1;
  };
  return (a, b) => a.bytes.length - b.bytes.length || rank(a) - rank(b);
}
