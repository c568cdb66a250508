import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../../base/error-codes.js';
import { type ErrorData, isOwnError, messageOf, UsageError, WorkError } from '../../base/errors.js';
import { startTimeLimit } from '../../base/time-limit.js';
import { openGuard } from './guard.js';

/** A process of our own that answers one question at a time. */
export interface Child<Question, Answer> {
  /**
   * Waits for the answer.
   * @throws WorkError of code `process-died` where the process ends or is stopped before that, of
   *   code `time-limit` where it takes longer than it may; it is then of no more use
   * @throws what the other side threw, with its code, where that was an error of ours
   */
  ask(question: Question, timeLimitSeconds: number): Promise<Answer>;
  readonly alive: boolean;
  /** Ends the process, and settles once it is gone. */
  kill(): Promise<void>;
}

/** How long a process that is told to end may take to do so. */
const graceSeconds = 1;

/**
 * Starts a process that runs a module of ours, which calls `serve`. A process and not a thread:
 * native code that crashes would take all threads with it, and native code that hangs cannot be
 * stopped in a thread. It keeps this process alive while it is asked something, not otherwise.
 */
export function startChild<Question extends object, Answer>(module: URL): Child<Question, Answer> {
  const guard = openGuard();
  const child = fork(fileURLToPath(module), {
    env: { ...process.env, ...guard.env },
    // What a library prints to standard output must not get into ours, which may be JSON.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Those of a program given to --eval would keep the module from being read as a file.
    execArgv: [],
  });
  let death: WorkError | null = null;
  let settle: ((answer: Reply<Answer> | WorkError) => void) | null = null;
  const die = (failure: WorkError): void => {
    death ??= failure;
    settle?.(death);
  };
  const ended = guard.watch(child.pid);
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      // What it started itself, and would leave behind.
      guard.killRest();
      ended();
      guard.close();
      resolve();
    };
    child.once('exit', end);
    child.once('error', () => child.pid === undefined && end());
  });
  const hold = (): void => {
    child.ref();
    child.channel?.ref();
  };
  const release = (): void => {
    child.unref();
    child.channel?.unref();
  };
  // First the signal that lets it end the commands that it runs; one that is stuck does not hear it.
  const end = (): void => {
    hold();
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
    void gone.then(() => clearTimeout(hard));
  };
  child.on('message', (reply: Reply<Answer>) => settle?.(reply));
  child.on('error', (error) => die(died(messageOf(error))));
  child.on('exit', (status, signal) => {
    die(died(`the process died with ${signal ?? `exit status ${status}`}`, { status, signal }));
  });
  release();
  return {
    async ask(question, timeLimitSeconds) {
      if (death !== null) throw death;
      hold();
      const reply = await new Promise<Reply<Answer> | WorkError>((resolve) => {
        const limit = startTimeLimit(timeLimitSeconds, () => {
          die(late(timeLimitSeconds));
          end();
        });
        settle = (answer) => {
          limit.cancel();
          settle = null;
          if (death === null) release();
          resolve(answer);
        };
        child.send(question);
      });
      if (reply instanceof WorkError) throw reply;
      if ('thrown' in reply) throw revive(reply.thrown);
      return reply.answer;
    },
    get alive() {
      return death === null;
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        die(died('the process was stopped'));
        end();
      }
      await gone;
    },
  };
}

function died(message: string, data: ErrorData = {}): WorkError {
  return new WorkError(message, { code: 'process-died', data });
}

function late(seconds: number): WorkError {
  return new WorkError(`not done after ${seconds} s; allow more`, {
    code: 'time-limit',
    data: { seconds },
  });
}

type Reply<Answer> = { answer: Answer } | { thrown: Thrown };

/** An error on its way from one process to the other. */
interface Thrown {
  readonly message: string;
  /** Of an error of ours. */
  readonly own?: { readonly usage: boolean; readonly code: ErrorCode; readonly data: ErrorData };
}

function describe(error: unknown): Thrown {
  const message = messageOf(error);
  if (!isOwnError(error)) return { message };
  const { code, data } = error;
  return { message, own: { usage: error instanceof UsageError, code, data } };
}

function revive({ message, own }: Thrown): Error {
  if (own === undefined) return new Error(message);
  return own.usage ? new UsageError(message, own) : new WorkError(message, own);
}

/**
 * The other side: answers what the parent asks, and ends with it.
 * @param parse makes a question of a message; what it throws is the answer
 */
export function serve<Question, Answer>(
  parse: (message: unknown) => Question,
  answer: (question: Question) => Promise<Answer>,
): void {
  // Ctrl-C reaches the whole process group; when to stop is the parent's decision.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  const reply = async (message: unknown): Promise<Reply<Answer>> => {
    try {
      return { answer: await answer(parse(message)) };
    } catch (error) {
      return { thrown: describe(error) };
    }
  };
  process.on('message', (message: unknown) => {
    void reply(message).then((sent) => process.send?.(sent));
  });
}
