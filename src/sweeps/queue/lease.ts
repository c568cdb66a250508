import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../../base/clock.js';
import { WorkError } from '../../base/errors.js';
import { formatOwner, livenessOf, parseOwner, thisProcess } from '../../base/owner.js';
import type { QueueConnection } from './connect.js';

const leaseSeconds = 20;
const renewSeconds = 5;

/**
 * Takes a sweep for this program alone, until it is let go of. One that a program of this machine held
 * that is gone is taken at once, one of another machine as soon as that says nothing any more.
 * @throws WorkError where another program has it
 */
export async function takeLease(
  { redis, key, shown }: QueueConnection,
  sweep: string,
): Promise<() => Promise<void>> {
  const name = key('sweep', sweep);
  const mine = `${formatOwner(thisProcess())} ${randomBytes(6).toString('hex')}`;
  const end = now() + leaseSeconds + 5;
  for (;;) {
    if ((await redis.set(name, mine, 'EX', leaseSeconds, 'NX')) === 'OK') break;
    const holder = parseOwner((await redis.get(name)) ?? '');
    const life = holder === null ? 'unknown' : livenessOf(holder);
    if (life === 'dead') await redis.del(name);
    else if (life === 'alive' || now() > end) {
      throw new WorkError(
        `another program hands out this sweep by the queue at ${shown}; wait for it, or name another folder of results`,
        { code: 'queue-in-use', data: { address: shown } },
      );
    } else await sleep(500);
  }
  // Set and not only prolonged: the server may have lost it.
  const timer = setInterval(
    () => redis.set(name, mine, 'EX', leaseSeconds).catch(() => {}),
    renewSeconds * 1000,
  );
  return async () => {
    clearInterval(timer);
    if ((await redis.get(name)) === mine) await redis.del(name);
  };
}
