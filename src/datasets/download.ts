import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { digestFile } from '../base/digest.js';
import { WorkError } from '../base/errors.js';
import { makeFolder } from '../base/make-folder.js';
import { pause } from '../base/time-limit.js';
import { type Failure, transfer } from './transfer.js';

/** A file to download, and how to know that it is the right one. */
export interface Wanted {
  /** Tried in this order until one gives the file. */
  readonly urls: readonly string[];
  readonly target: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface DownloadOptions {
  /** Told how many bytes of the file are there. */
  readonly onProgress?: (bytes: number) => void;
  /** How often one URL is tried again after a failure that may pass. */
  readonly retries?: number;
  /** Wait before the first retry; doubled for each further one. */
  readonly backoffSeconds?: number;
  /** A transfer that brings nothing for so long has failed. */
  readonly stallSeconds?: number;
  /** Ends the transfer; what has come stays, and a later call goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads a file to `target`. It grows as `target`.part, where a later call goes on if it was cut
 * off, and gets its own name once length and SHA-256 are right.
 * @throws WorkError with the last failure of each URL
 * @throws the reason of `signal`
 */
export async function downloadFile(wanted: Wanted, options: DownloadOptions = {}): Promise<void> {
  const { retries = 3, backoffSeconds = 0.5, signal } = options;
  makeFolder(path.dirname(wanted.target));
  const reasons: string[] = [];
  for (const url of wanted.urls) {
    let reason = '';
    for (let attempt = 0; attempt <= retries; attempt++) {
      if (attempt > 0) await pause(backoffSeconds * 2 ** (attempt - 1), signal);
      const failure = await tryOnce(url, wanted, options);
      signal?.throwIfAborted();
      if (failure === null) return;
      reason = `${url}: ${failure.reason}`;
      if (!failure.again) break;
    }
    reasons.push(reason);
  }
  throw new WorkError(reasons.join('; ') || 'no URL is known', { code: 'download-failed' });
}

async function tryOnce(
  url: string,
  { target, sha256, bytes }: Wanted,
  { onProgress = () => {}, stallSeconds = 30, signal }: DownloadOptions,
): Promise<Failure | null> {
  const part = `${target}.part`;
  const resumed = existsSync(part);
  const failure = await transfer({ url, part, bytes, stallSeconds, onProgress, signal });
  if (failure !== null) return failure;
  const digest = await digestFile(part);
  if (digest.sha256 !== sha256) {
    await rm(part);
    // A part of an earlier time may be to blame: once more from the start.
    return { reason: `its SHA-256 is ${digest.sha256}, expected ${sha256}`, again: resumed };
  }
  await rename(part, target);
  return null;
}
