import path from 'node:path';
import { digestFile } from '../base/digest.js';
import { messageOf, WorkError } from '../base/errors.js';
import { holdLock } from '../base/lock.js';
import { type DownloadOptions, downloadFile } from './download.js';
import { downloadFolder, findFiles } from './locate.js';
import type { Manifest, ManifestFile } from './manifest.js';

/**
 * Finds the files of a data set, downloads those that are missing into the user's cache, and
 * checks every one against its SHA-256. Gives their paths in the order of `files`.
 * @param project the project's folder of data sets
 * @param options `onProgress` is told of downloads: bytes there and bytes in all
 * @throws the reason of `options.signal`
 * @throws WorkError for a file that is another than the manifest's and for one that is not to be had
 */
export async function obtainFiles(
  project: string,
  manifest: Manifest,
  files: readonly ManifestFile[],
  options: Omit<DownloadOptions, 'onProgress'> & {
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<string[]> {
  const found = await Promise.all(files.map((file) => findLocal(project, manifest.id, file)));
  const missing = files.filter((_file, i) => found[i] === null);
  if (missing.length > 0) await downloadAll(manifest, missing, options);
  return files.map((file, i) => found[i] ?? targetOf(manifest, file));
}

/**
 * The first file at hand that is the data set's, or null where there is none of its name. Another
 * file of that name is passed over as long as the right one stands elsewhere.
 */
async function findLocal(project: string, id: string, file: ManifestFile): Promise<string | null> {
  const candidates = await findFiles(project, id, file.file);
  for (const candidate of candidates) if (await holds(candidate, file)) return candidate;
  if (candidates[0] !== undefined) await checkFile(candidates[0], file, id);
  return null;
}

async function downloadAll(
  manifest: Manifest,
  missing: readonly ManifestFile[],
  { onProgress, ...options }: Parameters<typeof obtainFiles>[3] & object,
): Promise<void> {
  const none = missing.find(({ urls }) => urls === undefined || urls.length === 0);
  if (none) throw notAtHand(manifest, none, missing.length, 'no URL is known');
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const { signal } = options;
  signal?.throwIfAborted();
  // Who comes second waits, and finds the files there.
  const unlock = await holdLock(path.join(downloadFolder(manifest.id), '.download.lock'), {
    signal,
  });
  try {
    let before = 0;
    for (const file of missing) {
      const target = targetOf(manifest, file);
      // Another process may have brought it while this one waited for the lock.
      if (!(await holds(target, file))) {
        const wanted = { ...file, urls: file.urls ?? [], target };
        const tell = (bytes: number) => onProgress?.(before + bytes, total);
        await downloadFile(wanted, { ...options, onProgress: tell }).catch((error) => {
          signal?.throwIfAborted();
          throw notAtHand(manifest, file, missing.length, messageOf(error));
        });
      }
      before += file.bytes;
    }
  } finally {
    unlock();
  }
}

function targetOf({ id }: Manifest, { file }: ManifestFile): string {
  return path.join(downloadFolder(id), file);
}

async function holds(target: string, { sha256 }: ManifestFile): Promise<boolean> {
  const digest = await digestFile(target).catch(() => null);
  return digest?.sha256 === sha256;
}

async function checkFile(local: string, { sha256 }: ManifestFile, id: string): Promise<void> {
  const digest = await digestFile(local).catch((error) => {
    throw new WorkError(`${local} cannot be read: ${messageOf(error)}`, {
      code: 'cannot-read',
      data: { file: local },
    });
  });
  if (digest.sha256 === sha256) return;
  throw new WorkError(
    `${local} is not the file of data set ${id}: its SHA-256 is ${digest.sha256}, expected ${sha256}; replace or remove it`,
    { code: 'file-differs', data: { file: local, expected: sha256, got: digest.sha256 } },
  );
}

function notAtHand(
  { id, source }: Manifest,
  { file, urls }: ManifestFile,
  missing: number,
  reason: string,
): WorkError {
  const others = missing > 1 ? ` (and up to ${missing - 1} more)` : '';
  return new WorkError(
    `data set ${id}: ${file}${others} is not at hand and cannot be downloaded (${reason}); ` +
      `put it into a folder of PARETO_DATA, or into ${downloadFolder(id)}; it comes from ${urls?.[0] ?? source}`,
    { code: 'not-at-hand', data: { dataset: id, file, urls: urls ?? [] } },
  );
}
