import type { Queue, Worker, WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { messageOf, UsageError, WorkError } from '../../base/errors.js';

/** A connection to the Redis server that a queue lies in. */
export interface QueueConnection {
  readonly redis: Redis;
  /** The address without its password, for people. */
  readonly shown: string;
  /** A queue by its name. */
  queue(name: string): Queue;
  /** Works on the jobs of a queue; what it throws fails the job, which is tried again. */
  worker(
    name: string,
    work: (job: QueuedJob, token: string | undefined) => Promise<void>,
    options?: Partial<WorkerOptions>,
  ): Worker;
  /** A key of ours in the server. */
  key(...parts: readonly string[]): string;
  close(): Promise<void>;
}

/** A job as a worker gets it. */
export interface QueuedJob {
  readonly id?: string | undefined;
  readonly data: unknown;
  updateData(data: unknown): Promise<void>;
}

/** Names in the server begin with this. */
const prefix = 'pareto';

/** The environment variable that may hold the password, which a command line would show to everybody. */
const passwordVariable = 'PARETO_REDIS_PASSWORD';

/** A worker that is gone for so long has its job taken by another one. */
const lockMilliseconds = 10_000;

/**
 * Connects to a Redis or Valkey server: `redis://host:port`, or `rediss://` for TLS, with user and
 * password as such addresses have them, or the password in PARETO_REDIS_PASSWORD. A connection that is
 * lost later on is made again, for as long as it takes.
 * @throws UsageError where the address is none, WorkError where no server answers, or the packages for
 *   it are not installed
 */
export async function connectQueue(address: string): Promise<QueueConnection> {
  const { shown, password } = readAddress(address);
  const { bullmq, ioredis } = await loadPackages();
  const redis = new ioredis.Redis(address, {
    ...(password !== undefined && { password }),
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  let reason = 'no answer';
  redis.on('error', (error: Error) => {
    reason = messageOf(error);
  });
  const answered = await redis
    .connect()
    .then(
      () => redis.ping().then(() => true),
      () => false,
    )
    .catch((error: unknown) => {
      reason = messageOf(error);
      return false;
    });
  if (!answered) {
    redis.disconnect();
    throw new WorkError(
      `no queue at ${shown} (${withoutPassword(reason, address, password)}); start a Redis or Valkey server there, or name another one`,
      { code: 'queue-not-reached', data: { address: shown } },
    );
  }
  const open: { close(): Promise<void> }[] = [];
  const keep = <
    T extends { close(): Promise<void>; on(event: 'error', listen: () => void): unknown },
  >(
    each: T,
  ): T => {
    // Connections come back by themselves; nothing else is told here.
    each.on('error', () => {});
    open.push(each);
    return each;
  };
  const queues = new Map<string, Queue>();
  return {
    redis,
    shown,
    queue(name) {
      const known = queues.get(name);
      if (known !== undefined) return known;
      const queue = keep(
        new bullmq.Queue(name, { connection: redis, prefix, streams: { events: { maxLen: 100 } } }),
      );
      queues.set(name, queue);
      return queue;
    },
    worker: (name, work, options = {}) =>
      keep(
        new bullmq.Worker(name, (job, token) => work(job, token), {
          ...{ connection: redis, prefix, lockDuration: lockMilliseconds, drainDelay: 1 },
          ...{ stalledInterval: lockMilliseconds / 2, maxStalledCount: 5, ...options },
        }),
      ),
    key: (...parts) => [prefix, ...parts].join(':'),
    async close() {
      await Promise.allSettled(open.map((each) => each.close()));
      redis.disconnect();
    },
  };
}

function readAddress(address: string): { shown: string; password: string | undefined } {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new UsageError(
      'expected the address of a Redis server such as redis://localhost:6379, or rediss:// for TLS',
      { code: 'wrong-option', data: { option: 'queue', expected: 'redis://host:port' } },
    );
  }
  const user = url.username === '' ? '' : `${url.username}@`;
  const shown = `${url.protocol}//${user}${url.host}${url.pathname}`;
  const password = url.password === '' ? process.env[passwordVariable] || undefined : undefined;
  return { shown, password };
}

/** What the server or the library says might repeat what it was given. */
function withoutPassword(text: string, address: string, password: string | undefined): string {
  const { password: given } = new URL(address);
  return [given, decodeURIComponent(given), password ?? '']
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

async function loadPackages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, ioredis };
  } catch (error) {
    throw new WorkError(
      `the queue needs the packages bullmq and ioredis (${messageOf(error)}); install them: npm install bullmq ioredis`,
      { code: 'library-missing' },
    );
  }
}
