import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import { connectQueue, type QueueConnection } from '#src/sweeps/queue/connect.js';
import { openPictureServer, openPictures } from '#src/sweeps/queue/pictures.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Serves until what is asked for is there. */
async function served<T>(connection: QueueConnection, file: string, work: Promise<T>): Promise<T> {
  const server = openPictureServer(connection, 's', (sha256) =>
    sha256 === hash('sha256', readFileSync(file)) ? file : undefined,
  );
  const timer = setInterval(() => server.serve(), 20);
  return work.finally(() => clearInterval(timer));
}

testWithRedis(
  'a picture comes from where it lies, else from the sweep, once and checked',
  async () => {
    const root = scratch();
    vi.stubEnv('PARETO_CACHE', path.join(root, 'cache'));
    const connection = await connectQueue((await startRedis(root)).url);
    try {
      const file = path.join(root, 'a.png');
      writeFileSync(file, 'a picture');
      const sha256 = hash('sha256', 'a picture');
      expect(await openPictures(connection)({ sha256, path: file }, 's')).toBe(file);
      const elsewhere = { sha256, path: '/nowhere/a.png' };
      const obtained = await served(connection, file, openPictures(connection)(elsewhere, 's'));
      expect(obtained).toContain(path.join(root, 'cache'));
      expect(readFileSync(obtained, 'utf8')).toBe('a picture');
      // The cache has it now: nobody serves. A damaged copy is not taken.
      expect(await openPictures(connection)(elsewhere, 's')).toBe(obtained);
      writeFileSync(obtained, 'another');
      await served(connection, file, openPictures(connection)(elsewhere, 's'));
      expect(readFileSync(obtained, 'utf8')).toBe('a picture');
    } finally {
      await connection.close();
    }
  },
);

testWithRedis('one that the sweep does not have is an error that says what to do', async () => {
  const root = scratch();
  vi.stubEnv('PARETO_CACHE', path.join(root, 'cache'));
  const connection = await connectQueue((await startRedis(root)).url);
  try {
    const file = path.join(root, 'a.png');
    writeFileSync(file, 'a picture');
    const unknown = { sha256: hash('sha256', 'unknown'), path: '/nowhere' };
    await expect(served(connection, file, openPictures(connection)(unknown, 's'))).rejects.toThrow(
      'put its data set into a folder of PARETO_DATA',
    );
  } finally {
    await connection.close();
  }
});
