import type { QueueConnection } from './connect.js';
import { type WorkerNote, workerNote } from './messages.js';

/** A worker that says nothing for so long is gone. */
const aliveSeconds = 15;
const noteSeconds = 4;

/** Says that a worker is there, until it is told to stop. */
export function announce(
  { redis, key }: QueueConnection,
  noteOf: () => WorkerNote,
): { tell(): Promise<void>; stop(): Promise<void> } {
  const tell = async (): Promise<void> => {
    const note = noteOf();
    await redis
      .multi()
      .sadd(key('workers'), note.id)
      .set(key('worker', note.id), JSON.stringify(note), 'EX', aliveSeconds)
      .exec();
  };
  const timer = setInterval(() => tell().catch(() => {}), noteSeconds * 1000);
  return {
    tell,
    async stop() {
      clearInterval(timer);
      const { id } = noteOf();
      await redis.multi().srem(key('workers'), id).del(key('worker', id)).exec();
    },
  };
}

/** The workers that are there. */
export async function workersOf({ redis, key }: QueueConnection): Promise<WorkerNote[]> {
  const ids = await redis.smembers(key('workers'));
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map((id) => key('worker', id)));
  const gone = ids.filter((_, at) => texts[at] === null);
  if (gone.length > 0) await redis.srem(key('workers'), ...gone);
  return texts.flatMap((text) => {
    const { data } = workerNote.safeParse(jsonOf(text));
    return data === undefined ? [] : [data];
  });
}

/** Who works, at what pace, and what is left, in one line. */
export function statusLine(
  workers: readonly WorkerNote[],
  {
    done,
    total,
    seconds,
  }: { readonly done: number; readonly total: number; readonly seconds: number },
): string {
  const left = total - done;
  const told = workers.map(({ testbed, doing, done: its, seconds: since }) => {
    const pace = since > 0 ? `, ${((60 * its) / since).toFixed(1)} jobs a minute` : '';
    return `${testbed} (${doing}${pace})`;
  });
  const rate = seconds > 0 ? done / seconds : 0;
  const toGo = left === 0 || rate === 0 ? '' : `, about ${Math.ceil(left / rate / 60)} min`;
  const who = workers.length === 1 ? '1 worker' : `${workers.length} workers`;
  return `${who}${told.length > 0 ? `: ${told.sort().join(', ')}` : ''}; ${done} of ${total} done, ${left} left${toGo}`;
}

function jsonOf(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
