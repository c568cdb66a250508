import type { RdTable } from '../../leaderboard/rd-table.js';
import type { ResultFolders } from '../../results/folders.js';
import { codecKey } from '../../results/identity.js';
import { eachRdRecord, recordFiles } from '../../results/store.js';

/** A bitstream that a record is of. */
export interface CachedStream {
  readonly sha256: string;
  /** Whether it gave every sample of the original back. */
  readonly exact: boolean;
}

/** Which bitstream each record is of. */
export interface Streams {
  /** @param row key of the row, see `codecKey` */
  find(group: Pick<RdTable, 'dataset' | 'crop'>, row: string, image: string): CachedStream | null;
}

/**
 * Reads the bitstreams of some images out of the records; the lines of others are not parsed.
 * @param images SHA-256 of the images
 */
export function readStreams(results: ResultFolders, images: ReadonlySet<string>): Streams {
  const found = new Map<string, CachedStream>();
  const other = (line: string): 'other' | null => {
    const image = /"imageSha256":\s*"([0-9a-f]{64})"/.exec(line)?.[1];
    return image !== undefined && !images.has(image) ? 'other' : null;
  };
  // Lines that are no records were told of when the tables were made.
  for (const file of recordFiles(results, 'rd')) {
    eachRdRecord<'other'>(
      file,
      () => {},
      (record) => {
        if (record === 'other') return;
        const { dataset, crop, imageSha256, bitstreamSha256: sha256, exact } = record;
        const key = keyOf({ dataset, crop }, codecKey(record), imageSha256);
        if (sha256 === null) found.delete(key);
        else found.set(key, { sha256, exact: exact === true });
      },
      other,
    );
  }
  return { find: (group, row, image) => found.get(keyOf(group, row, image)) ?? null };
}

function keyOf(
  { dataset, crop }: { readonly dataset: string; readonly crop: string | null },
  row: string,
  image: string,
): string {
  return JSON.stringify([dataset, crop, row, image]);
}
