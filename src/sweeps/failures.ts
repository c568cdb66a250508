import type { ErrorCode } from '../base/error-codes.js';
import type { Warn } from '../base/warn.js';
import type { JobError } from '../results/record.js';

/** A job that failed. */
export interface FailedJob {
  /** What it was, in words: `webp:quality=40`, `tiles of webp:quality=40`. */
  readonly name: string;
  /** What of it others may have in common: a codec, or an estimator of a codec. */
  readonly kind: string;
  readonly image: { readonly name: string; readonly sha256: string };
  readonly error: JobError;
  readonly errorCode: ErrorCode | null;
}

/** Tells of jobs that failed: those that failed as others did are counted. */
export interface AlikeFailures {
  tell(job: FailedJob): void;
  /** At the end: how many more jobs failed as others did, which were told of once. */
  tellMore(): void;
}

/** Opens it. What fails with every setting of a kind in the same way is told once. */
export function openAlikeFailures(warn: Warn): AlikeFailures {
  const alike = new Map<string, { readonly of: string; more: number }>();
  return {
    tell({ name, kind, image, error: { stage, message }, errorCode }) {
      // A codec stores no such picture, whichever of them it is.
      const isOfSize = errorCode === 'too-large-to-store';
      const key = JSON.stringify(isOfSize ? [kind] : [kind, image.sha256, stage, message]);
      const known = alike.get(key);
      if (known !== undefined) {
        known.more += 1;
        return;
      }
      alike.set(key, { of: isOfSize ? kind : `${kind} on ${image.name}`, more: 0 });
      const code = stage === 'timeout' ? 'time-limit' : (errorCode ?? undefined);
      warn(`${name} on ${image.name} failed in ${stage}: ${message}`, code);
    },
    tellMore() {
      for (const { of, more } of alike.values()) {
        if (more > 0)
          warn(`${more} more ${more > 1 ? 'jobs' : 'job'} of ${of} failed in the same way`);
      }
      alike.clear();
    },
  };
}
