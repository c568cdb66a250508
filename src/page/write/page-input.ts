import type { ScoredEstimate } from '../../leaderboard/estimate-scores.js';
import type { RdTable } from '../../leaderboard/rd-table.js';
import type { Leaderboard } from '../../leaderboard/schema.js';
import type { TimingRecord } from '../../results/record.js';
import type { Details } from './details.js';
import type { PictureSet } from './picture-set.js';

/** What a page is made of. */
export interface PageInput {
  readonly board: Leaderboard;
  /**
   * The folder of results that its commands write to, and those that were read; `results` where they
   * are not given.
   */
  readonly results?: string;
  readonly read?: readonly string[];
  /** The tables that its data sets were made from. */
  readonly tables: readonly RdTable[];
  /** What the records say beside their figures. */
  readonly details: Details;
  /** That its times were made from. */
  readonly timing?: readonly TimingRecord[];
  /** Estimates of sizes beside the actual ones. */
  readonly estimates?: readonly ScoredEstimate[];
  /** In the order of the tables; the Images view tells where there are none. */
  readonly pictures?: readonly PictureSet[];
}

/** A file of the page: its path within the page's folder, with slashes, and what is in it. */
export interface PageFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}
