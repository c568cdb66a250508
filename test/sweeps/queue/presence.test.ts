import { expect } from 'vitest';
import { connectQueue } from '#src/sweeps/queue/connect.js';
import { takeLease } from '#src/sweeps/queue/lease.js';
import type { WorkerNote } from '#src/sweeps/queue/messages.js';
import { announce, statusLine, workersOf } from '#src/sweeps/queue/presence.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

const noteOf = (changes: Partial<WorkerNote> = {}): WorkerNote => ({
  ...{ id: 'pi-1', testbed: 'pi', machine: 'a cpu', version: '0.2.0', done: 30, seconds: 60 },
  ...{ doing: 'rd', ...changes },
});

testWithRedis('workers that are there are seen, and those that have gone are not', async () => {
  const connection = await connectQueue((await startRedis(scratch())).url);
  try {
    const presence = announce(connection, () => noteOf());
    await presence.tell();
    expect(await workersOf(connection)).toEqual([noteOf()]);
    await presence.stop();
    expect(await workersOf(connection)).toEqual([]);
    // One that was killed: its note has gone by itself.
    await connection.redis.sadd(connection.key('workers'), 'killed');
    expect(await workersOf(connection)).toEqual([]);
    expect(await connection.redis.smembers(connection.key('workers'))).toEqual([]);
  } finally {
    await connection.close();
  }
});

testWithRedis(
  'a sweep is handed out by one program; one that was killed holds it no longer',
  async () => {
    const connection = await connectQueue((await startRedis(scratch())).url);
    try {
      const letGo = await takeLease(connection, 's');
      await expect(takeLease(connection, 's')).rejects.toThrow(
        'another program hands out this sweep',
      );
      await letGo();
      const holder = await connection.redis.get(connection.key('sweep', 's'));
      expect(holder).toBeNull();
      const again = await takeLease(connection, 's');
      const dead = (await connection.redis.get(connection.key('sweep', 's')))!.replace(
        /-\d+-/,
        '-4194303-',
      );
      await again();
      await connection.redis.set(connection.key('sweep', 's'), dead);
      await (await takeLease(connection, 's'))();
    } finally {
      await connection.close();
    }
  },
);

testWithRedis('the status says who works, at what pace, and what is left', () => {
  expect(statusLine([noteOf()], { done: 10, total: 40, seconds: 60 })).toBe(
    '1 worker: pi (rd, 30.0 jobs a minute); 10 of 40 done, 30 left, about 3 min',
  );
  expect(statusLine([], { done: 0, total: 4, seconds: 1 })).toBe('0 workers; 0 of 4 done, 4 left');
});
