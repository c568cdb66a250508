import type { ReferenceCurve } from '../results/reference.js';

/** A curve out of a file of published results, before it has a data set and a label of its own. */
export interface PublishedCurve {
  /** Its name in a collection; null of a file of one curve, whose own name tells more than its field. */
  readonly name: string | null;
  /** Of the data set, as the file has it. */
  readonly dataset: string | null;
  readonly source: string | null;
  /** What kind of file it is of. */
  readonly format: 'compressai' | 'codec-compare' | 'table';
  readonly points: ReferenceCurve['points'];
  /** What of the file is not taken over. */
  readonly leftOut: readonly LeftOut[];
}

/** A field of a file that is not taken over, and why. */
export interface LeftOut {
  readonly field: string;
  readonly reason: string;
}
