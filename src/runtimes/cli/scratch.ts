import { rmSync, statfsSync } from 'node:fs';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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
  const parent = (await hasRoom(bytes)) ? memory : os.tmpdir();
  const folder = await mkdtemp(path.join(parent, 'pareto-'));
  const live = beforeDeath(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    live();
  }
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
