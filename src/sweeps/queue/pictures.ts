import { hash } from 'node:crypto';
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../base/cache.js';
import { now } from '../../base/clock.js';
import { digestFile } from '../../base/digest.js';
import { WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { writeWhole } from '../../base/write-whole.js';
import { findPicture } from '../find-picture.js';
import type { PictureRef } from '../original.js';
import type { QueueConnection } from './connect.js';

/** The largest picture that goes through the server, where it is in memory for some seconds. */
const mostBytes = 2 ** 28;
/** Bytes of pictures in the server at once. */
const mostAtOnce = 2 ** 28;
const keptSeconds = 30;
/** How long a worker waits for a picture. */
const patienceSeconds = 120;
/** Bytes of pictures that a worker's cache keeps. */
const cacheBytes = 2 ** 32;

/** Gives the workers of a sweep the pictures that they do not have. */
export interface PictureServer {
  /** Serves what is asked for at the moment. */
  serve(): Promise<void>;
}

/** @param find the file of a picture of the sweep by its SHA-256 */
export function openPictureServer(
  { redis, key }: QueueConnection,
  sweep: string,
  find: (sha256: string) => string | undefined,
): PictureServer {
  let served: { readonly bytes: number; readonly at: number }[] = [];
  return {
    async serve() {
      for (;;) {
        served = served.filter(({ at }) => now() - at < keptSeconds);
        if (served.reduce((sum, { bytes }) => sum + bytes, 0) >= mostAtOnce) return;
        const sha256 = await redis.lpop(key('wanted', sweep));
        if (sha256 === null) return;
        // Several workers may have asked for it.
        if ((await redis.exists(key('picture', sha256))) === 1) continue;
        const file = find(sha256);
        const bytes = file && (await readBounded(file, { bound: mostBytes }).catch(() => null));
        if (!bytes) {
          await redis.set(key('picture', sha256), '', 'EX', keptSeconds);
          continue;
        }
        served.push({ bytes: bytes.length, at: now() });
        await redis.set(key('picture', sha256), bytes, 'EX', keptSeconds);
      }
    },
  };
}

/** Obtains pictures for a worker. */
export type ObtainPicture = (picture: PictureRef, sweep: string) => Promise<string>;

/**
 * What finds the file of a picture: where the sweep has it, in this machine's own data folders, in the
 * cache, else from the sweep, once. Each is checked by its SHA-256.
 * @throws WorkError where the sweep does not give it either
 */
export function openPictures(connection: QueueConnection): ObtainPicture {
  const known = new Map<string, Promise<string>>();
  return (picture, sweep) => {
    const { sha256 } = picture;
    const found = known.get(sha256) ?? obtain(connection, picture, sweep);
    if (!known.has(sha256)) {
      known.set(sha256, found);
      // Files may go; what is asked for again much later is looked for again.
      if (known.size > 1000) known.delete(known.keys().next().value!);
      found.catch(() => known.delete(sha256));
    }
    return found;
  };
}

async function obtain(
  connection: QueueConnection,
  { sha256, path: planned, dataset }: PictureRef,
  sweep: string,
): Promise<string> {
  if (await holds(planned, sha256)) return planned;
  const own = dataset ? await findPicture(dataset, sha256).catch(() => null) : null;
  if (own !== null && (await holds(own, sha256))) return own;
  const cached = cacheFolder('pictures', sha256.slice(0, 2), sha256);
  if (await holds(cached, sha256)) {
    const moment = new Date();
    utimesSync(cached, moment, moment);
    return cached;
  }
  const bytes = await ask(connection, sha256, sweep);
  writeWhole([{ file: cached, pieces: [bytes] }], {
    ...{ durable: false, partsIn: cacheFolder('pictures', '.parts') },
  });
  prune();
  return cached;
}

async function ask(
  { redis, key }: QueueConnection,
  sha256: string,
  sweep: string,
): Promise<Buffer> {
  const end = now() + patienceSeconds;
  for (let turn = 0; now() < end; turn++) {
    const bytes = await redis.getBuffer(key('picture', sha256));
    if (bytes !== null) {
      if (hash('sha256', bytes) === sha256) return bytes;
      if (bytes.length === 0) break;
    }
    // Asked again now and then: the sweep may have been started anew.
    if (turn % 50 === 0) {
      await redis.rpush(key('wanted', sweep), sha256);
      await redis.expire(key('wanted', sweep), patienceSeconds);
      await redis.publish(key('wake', sweep), 'picture');
    }
    await sleep(100);
  }
  throw new WorkError(
    `the picture of SHA-256 ${sha256} is neither in a data folder here nor to be had from the sweep; put its data set into a folder of PARETO_DATA`,
    { code: 'not-at-hand', data: { sha256 } },
  );
}

async function holds(file: string, sha256: string): Promise<boolean> {
  const digest = await digestFile(file).catch(() => null);
  return digest?.sha256 === sha256;
}

/** Removes the pictures that were not used for longest until the cache is within its limit. */
function prune(): void {
  const root = cacheFolder('pictures');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[0-9a-f]{2}.[0-9a-f]{64}$/.test(name))
    .flatMap((name) => {
      const file = path.join(root, name);
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? [{ file, size: found.size, used: found.mtimeMs }] : [];
    })
    .sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { file, size } of files) {
    total += size;
    if (total > cacheBytes) rmSync(file, { force: true });
  }
}
