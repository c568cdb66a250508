import { type Identity, obtain } from '../../leaderboard/record-groups.js';
import { codecKey } from '../../results/identity.js';
import type { RdFacts } from '../../results/rd-facts.js';
import { countMade, type MadeRun } from '../model/provenance.js';

/** What the page tells of records beside their figures. */
export interface Details {
  /** Takes records in the order in which they were written: of several of one image the last counts. */
  add(record: RdFacts): void;
  /** Of a data set and crop. */
  of(group: { readonly dataset: string; readonly crop: string | null }): GroupDetails;
}

export interface GroupDetails {
  image(sha256: string): ImageDetails | undefined;
  /** Null where the job of the row and the image went to its end without an error. */
  errors(row: Identity, sha256: string): Errors | null;
  /** Which program made the records. */
  made(): MadeRun[];
}

export interface ImageDetails {
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Errors {
  /** Why there is no file, in one line; null where there is one. */
  readonly job: string | null;
  /** Why metrics have no value. */
  readonly metrics: Readonly<Record<string, string>>;
}

interface Group {
  readonly images: Map<string, ImageDetails>;
  /** By row, then by image. */
  readonly errors: Map<string, Map<string, Errors>>;
  readonly made: ReturnType<typeof countMade>;
}

/** Collects names, sizes and errors while records are read: little, where most records are good. */
export function collectDetails(): Details {
  const groups = new Map<string, Group>();
  const groupOf = ({ dataset, crop }: { dataset: string; crop: string | null }): Group =>
    obtain(groups, JSON.stringify([dataset, crop]), () => ({
      images: new Map(),
      errors: new Map(),
      made: countMade(),
    }));
  return {
    add: (record) => {
      const { image, imageSha256, width, height, error, bytes, metricErrors } = record;
      const { images, errors, made } = groupOf(record);
      made.add(record);
      if ((images.get(imageSha256)?.width ?? null) === null) {
        images.set(imageSha256, { name: image, width, height });
      }
      const bad = error !== null || bytes === null || Object.keys(metricErrors).length > 0;
      // Making a key is slow, and most of a million records are good.
      if (!bad && errors.size === 0) return;
      const key = codecKey(record);
      if (!bad) {
        errors.get(key)?.delete(imageSha256);
        return;
      }
      const failed = error === null ? 'incomplete' : `failed in ${error.stage}: ${error.message}`;
      const job = error !== null || bytes === null ? failed : null;
      obtain(errors, key, () => new Map()).set(imageSha256, { job, metrics: metricErrors });
    },
    of: (group) => {
      const { images, errors, made } = groupOf(group);
      return {
        made: made.list,
        image: (sha256) => images.get(sha256),
        errors: (row, sha256) => errors.get(codecKey(row))?.get(sha256) ?? null,
      };
    },
  };
}
