import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { parseByteSize } from '../base/byte-size.js';
import { cacheFolder } from '../base/cache.js';
import { wrongOption } from '../base/errors.js';
import { collectOwned } from '../base/owned.js';
import { readBounded } from '../base/read-bounded.js';
import { writeWhole } from '../base/write-whole.js';
import { baselineFolder } from './baseline.js';

/** Bytes that the cache may keep, unless PARETO_CACHE_LIMIT says otherwise. */
const defaultLimit = 4 * 2 ** 30;

/** Where a bitstream lies, whether it is there or not; what was made of it lies beside it. */
export function bitstreamFile(sha256: string): string {
  return cacheFolder('bitstreams', sha256.slice(0, 2), sha256);
}

/** Keeps a bitstream under its SHA-256. The cache is a convenience: its failures are no errors. */
export async function keepBitstream(sha256: string, bytes: Uint8Array): Promise<void> {
  await keepFile(bitstreamFile(sha256), bytes);
}

/** An error map: of which bitstream, against which original, by which metric. */
export interface MapName {
  readonly bitstreamSha256: string;
  readonly imageSha256: string;
  readonly crop: string | null;
  readonly metric: string;
}

/** Where an error map lies, beside the bitstream that it was made from. */
export function mapFile({ bitstreamSha256, imageSha256, crop, metric }: MapName): string {
  // One bitstream may stand for several originals, all of one colour say.
  const original = hash('sha256', `${imageSha256} ${crop}`).slice(0, 16);
  return `${bitstreamFile(bitstreamSha256)}.${original}.${metric}.png`;
}

/** Keeps an error map, a PNG file, beside its bitstream. */
export async function keepMap(name: MapName, png: Uint8Array): Promise<void> {
  await keepFile(mapFile(name), png);
}

/**
 * Writes a file of the cache of bitstreams, whole or not at all.
 * @throws WorkError where it cannot be written
 */
export function writeCached(file: string, bytes: Uint8Array): void {
  writeWhole([{ file, pieces: [bytes] }], { durable: false, partsIn: partsFolder() });
}

/** Removes what killed processes were writing to the cache. Never throws. */
export function tidyBitstreams(): void {
  collectOwned(partsFolder());
}

/** One for the whole cache, which has hundreds of folders. */
function partsFolder(): string {
  return cacheFolder('bitstreams', '.parts');
}

async function keepFile(file: string, bytes: Uint8Array): Promise<void> {
  try {
    const known = await stat(file).catch(() => null);
    if (known?.size === bytes.length) return;
    writeCached(file, bytes);
  } catch {
    // A full or read-only disk: the next time that metrics are computed anew it is encoded again.
  }
}

/** Where a bitstream lies that comes with the baseline, whether it is there or not. */
function shippedFile(sha256: string): string {
  return path.join(baselineFolder, 'bitstreams', sha256);
}

/** Whether a bitstream is in the cache or comes with the baseline, unless it is damaged. */
export function hasBitstream(sha256: string): boolean {
  return existsSync(bitstreamFile(sha256)) || existsSync(shippedFile(sha256));
}

/**
 * The bitstream of this SHA-256, or null where neither the cache nor the baseline has it. One of the
 * baseline is put into the cache. Marks it as used.
 */
export async function findBitstream(sha256: string): Promise<Uint8Array | null> {
  const kept = await findKept(sha256);
  if (kept !== null) return kept;
  try {
    const bytes = await readBounded(shippedFile(sha256), { bound: 'picture' });
    if (hash('sha256', bytes) !== sha256) return null;
    await keepBitstream(sha256, bytes);
    return bytes;
  } catch {
    return null;
  }
}

async function findKept(sha256: string): Promise<Uint8Array | null> {
  const file = bitstreamFile(sha256);
  try {
    const bytes = await readBounded(file, { bound: 'picture' });
    if (hash('sha256', bytes) !== sha256) {
      await rm(file, { force: true });
      return null;
    }
    const moment = new Date();
    await utimes(file, moment, moment).catch(() => {});
    return bytes;
  } catch {
    return null;
  }
}

/** The bytes that the cache may keep. Throws UsageError where PARETO_CACHE_LIMIT is no number. */
export function bitstreamLimit(): number {
  const told = process.env['PARETO_CACHE_LIMIT'];
  if (!told) return defaultLimit;
  const bytes = parseByteSize(told, 1);
  if (bytes !== null) return bytes;
  throw wrongOption('PARETO_CACHE_LIMIT', 'a count of bytes, or a size such as 20G', told);
}

/** Deletes the bitstreams that were not used for longest until the cache is within its limit. */
export async function pruneBitstreams(limit: number): Promise<void> {
  const root = cacheFolder('bitstreams');
  const names = await readdir(root, { recursive: true }).catch(() => []);
  const files: { file: string; size: number; used: number }[] = [];
  for (const name of names) {
    // What others are writing.
    if (name.startsWith('.parts')) continue;
    const file = path.join(root, name);
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) files.push({ file, size: found.size, used: found.mtimeMs });
  }
  files.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { file, size } of files) {
    total += size;
    if (total > limit) await rm(file, { force: true });
  }
}
