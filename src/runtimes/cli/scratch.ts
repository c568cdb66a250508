import { rmSync, statfsSync } from 'node:fs';
import { access, constants, mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { collectOwned, ownedName } from '../../base/owned.js';
import { beforeDeath } from './deathbed.js';

const memory = '/dev/shm';

/**
 * Works in a fresh folder, which is gone afterwards, also where this process is told to end. It lies
 * in memory (/dev/shm) where that has room, so that no disk is timed; else in the system's folder
 * for temporary files.
 * @param bytes what the work may come to write, roughly
 */
export async function withScratch<T>(
  bytes: number,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return withScratchIn((await hasRoom(bytes)) ? memory : os.tmpdir(), work);
}

/** The same in a folder that is named. */
export async function withScratchIn<T>(
  parent: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = path.join(parent, ownedName({ hidden: false }));
  await mkdir(folder, { mode: 0o700 });
  const live = beforeDeath(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    live();
  }
}

/** Removes the scratch folders of processes that were killed. Never throws. */
export function collectScratch(): void {
  for (const parent of new Set([memory, os.tmpdir()])) collectOwned(parent);
}

async function hasRoom(bytes: number): Promise<boolean> {
  try {
    await access(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 2 * bytes;
  } catch {
    return false;
  }
}
