import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import { WorkError } from '../../base/errors.js';
import { type Child, type ChildOptions, startChild } from './child.js';
import type { MemoryLender } from './memory-budget.js';

/** How one question is asked. */
export interface AskOptions {
  /** Seconds that the answer may take; the process of a late one is ended. */
  readonly timeLimitSeconds: number;
  /** Resident bytes that its process may have meanwhile; no limit if not given. */
  readonly memoryBytes?: number | undefined;
  /** Takes the question back when it aborts; the process that works on it is ended. */
  readonly signal?: AbortSignal | undefined;
  /** Given what the process tells on the way to its answer, unchecked. */
  readonly onTold?: ((told: unknown) => void) | undefined;
  /** Number of the worker that is to answer, because it knows the subject; any that is free if not given. */
  readonly worker?: number | undefined;
}

/**
 * Processes of our own that answer questions: each one at a time, started when it is first needed,
 * kept warm from one question to the next, and started anew after a crash, a hang or an abort.
 */
export interface ProcessPool<Question, Answer> {
  /** Count of workers: as many questions are worked on at once, the others wait in line. */
  readonly workers: number;
  /** Questions that wait for a worker: what a front looks at before it takes in more. */
  readonly waiting: number;
  /**
   * Waits for a free worker, and for its answer.
   * @throws WorkError of code `process-died`, `time-limit` or `memory-limit` where the process gave no
   *   answer
   * @throws the signal's reason where it aborts
   * @throws what the worker threw
   */
  ask(question: Question, options: AskOptions): Promise<Answer>;
  /** Whether the process of a worker is there, with what it holds in memory. */
  isWarm(worker: number): boolean;
  /**
   * Starts the processes that are not there, so that the first questions need not wait for them. None where
   * processes are told something first: that begins with a question.
   */
  warm(): void;
  /** Ends all processes, and settles once they are gone. What is asked still is rejected. */
  close(): Promise<void>;
}

/** What a pool is made of. */
export interface PoolOptions<Question, Answer> extends ChildOptions {
  /** The worker's module, which calls `serve`. */
  readonly module: URL;
  readonly workers: number;
  /** What answers are; one that is none is an error. */
  readonly answer: z.ZodType<Answer>;
  /**
   * Lends every question its `memoryBytes` while it is asked: those of all workers, and of all pools of
   * one lender, take no more together; the others wait.
   */
  readonly lender?: MemoryLender;
  /**
   * A question is not blamed for what others before it have left: a process that holds most of what a
   * question may take is renewed before it is asked, and one that then takes more than it may, though
   * not new, is renewed and asked once more. Not where a process must stay warm.
   */
  readonly renewsLarge?: boolean;
  /** Called with each process that was started, before its first question. */
  readonly onStart?: (ask: (question: Question) => Promise<Answer>) => Promise<void>;
}

/** One worker: a number for life, and a process that may be renewed. */
interface Worker<Question, Answer> {
  child: Child<Question, Answer> | null;
  busy: boolean;
  /** Questions that this process has had. */
  answered: number;
}

interface Waiting {
  readonly worker: number | undefined;
  readonly go: (worker: number) => void;
}

/** Opens a pool. No process is started before it is needed, or asked for by `warm`. */
export function openPool<Question extends object, Answer>(
  options: PoolOptions<Question, Answer>,
): ProcessPool<Question, Answer> {
  const workers = Array.from(
    { length: options.workers },
    (): Worker<Question, Answer> => ({ child: null, busy: false, answered: 0 }),
  );
  let line: Waiting[] = [];
  // Ends all questions at once; each listens to it.
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);

  const isFree = (worker: number | undefined): number =>
    worker === undefined
      ? // A warm process before one that would have to be started.
        ([...workers.keys()]
          .filter((at) => !workers[at]!.busy)
          .sort((a, b) => Number(isWarm(b)) - Number(isWarm(a)))[0] ?? -1)
      : workers[worker]!.busy
        ? -1
        : worker;
  const isWarm = (worker: number): boolean => workers[worker]?.child?.alive ?? false;

  const serveLine = (): void => {
    line = line.filter(({ worker, go }) => {
      const free = isFree(worker);
      if (free < 0) return true;
      workers[free]!.busy = true;
      go(free);
      return false;
    });
  };
  const take = (worker: number | undefined, signal: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        line = line.filter((each) => each !== place);
        reject(signal.reason);
      };
      const go = (free: number): void => {
        signal.removeEventListener('abort', leave);
        resolve(free);
      };
      const place: Waiting = { worker, go };
      signal.addEventListener('abort', leave, { once: true });
      line.push(place);
      serveLine();
    });

  /** Code of others in a process may have answered in its place: that one is not asked again. */
  const checked = (child: Child<Question, Answer>, answer: unknown): Answer => {
    const parsed = options.answer.safeParse(answer);
    if (parsed.success) return parsed.data;
    void child.kill();
    throw new WorkError('the process sent what is no answer', { code: 'process-died' });
  };

  const answerOf = async (
    worker: Worker<Question, Answer>,
    question: Question,
    { timeLimitSeconds, memoryBytes, signal, onTold }: AskOptions & { signal: AbortSignal },
  ): Promise<Answer> => {
    const end = (): void => void worker.child?.kill();
    signal.addEventListener('abort', end, { once: true });
    try {
      const ask = async (child: Child<Question, Answer>, asked: Question): Promise<Answer> =>
        checked(child, await child.ask(asked, timeLimitSeconds, memoryBytes, onTold));
      const renew = async (): Promise<Child<Question, Answer>> => {
        // The one before it may be on its way out still.
        await worker.child?.kill();
        signal.throwIfAborted();
        const fresh = startChild<Question, Answer>(options.module, options);
        worker.child = fresh;
        worker.answered = 0;
        await options
          .onStart?.((first) => ask(fresh, first))
          .catch((error: unknown) => {
            // One that was not told what it needs must not be asked again.
            void fresh.kill();
            throw error;
          });
        return fresh;
      };
      const isFit =
        worker.child?.alive && !(options.renewsLarge && isLarge(worker.child, memoryBytes));
      const child = isFit ? worker.child! : await renew();
      const isUsed = worker.answered > 0;
      try {
        return await ask(child, question);
      } catch (error) {
        signal.throwIfAborted();
        if (!(options.renewsLarge && isUsed && isMemoryLimit(error))) throw error;
        return await ask(await renew(), question);
      } finally {
        worker.answered += 1;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
    }
  };

  return {
    workers: workers.length,
    get waiting() {
      return line.length;
    },
    async ask(question, { timeLimitSeconds, memoryBytes, signal, worker, onTold }) {
      const either = follow(signal ? [signal, closing.signal] : [closing.signal]);
      try {
        either.signal.throwIfAborted();
        const giveBack =
          options.lender && (await options.lender.take(memoryBytes ?? 0, either.signal));
        try {
          const at = await take(worker, either.signal);
          try {
            const limits = { timeLimitSeconds, memoryBytes, signal: either.signal, onTold };
            return await answerOf(workers[at]!, question, limits);
          } finally {
            workers[at]!.busy = false;
            serveLine();
          }
        } finally {
          giveBack?.();
        }
      } finally {
        either.letGo();
      }
    },
    isWarm,
    warm() {
      if (options.onStart !== undefined || closing.signal.aborted) return;
      for (const worker of workers) {
        if (!worker.busy && !worker.child?.alive) {
          worker.child = startChild<Question, Answer>(options.module, options);
          worker.answered = 0;
        }
      }
    },
    async close() {
      closing.abort(new WorkError('the process was stopped', { code: 'process-died' }));
      await Promise.all(workers.map(({ child }) => child?.kill()));
    },
  };
}

function isLarge(child: Child<never, unknown>, memoryBytes = Number.POSITIVE_INFINITY): boolean {
  return (child.residentBytes ?? 0) > 0.75 * memoryBytes;
}

function isMemoryLimit(error: unknown): boolean {
  return error instanceof WorkError && error.code === 'memory-limit';
}

/** A signal that aborts with the first of others; unlike AbortSignal.any it leaves nothing behind on them. */
function follow(signals: readonly AbortSignal[]): { signal: AbortSignal; letGo: () => void } {
  const own = new AbortController();
  const aborts = signals.map((signal) => {
    const abort = (): void => own.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  });
  const letGo = (): void => {
    for (const remove of aborts) remove();
  };
  return { signal: own.signal, letGo };
}
