import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, errorCodes } from '../../base/error-codes.js';
import { type ErrorData, isOwnError, messageOf, UsageError, WorkError } from '../../base/errors.js';
import { printable } from '../../base/foreign-text.js';
import { startTimeLimit } from '../../base/time-limit.js';
import { openGuard } from './guard.js';
import { residentBytes, watchMemory } from './memory-watch.js';

/** A process of our own that answers one question at a time. */
export interface Child<Question, Answer> {
  /**
   * Waits for the answer.
   * @param memoryBytes resident memory of the whole process; no limit if not given
   * @param onTold given what the other side tells on the way to its answer, unchecked
   * @throws WorkError of code `process-died` where the process ends or is stopped before that, or
   *   sends what is no answer, of code `time-limit` or `memory-limit` where it takes more than it may;
   *   it is then of no more use
   * @throws what the other side threw, with its code, where that was an error of ours
   */
  ask(
    question: Question,
    timeLimitSeconds: number,
    memoryBytes?: number,
    onTold?: (told: unknown) => void,
  ): Promise<Answer>;
  readonly alive: boolean;
  /** What it holds in memory now; null where the system does not show it. */
  readonly residentBytes: number | null;
  /** Ends the process, and settles once it is gone. */
  kill(): Promise<void>;
}

/** How a process is started. */
export interface ChildOptions {
  /** `advanced` where questions or answers hold typed arrays. */
  readonly serialization?: 'json' | 'advanced';
  /** Whether what its libraries print to standard error is thrown away: who sends them pictures could fill a log. */
  readonly isSilent?: boolean;
}

/** Characters of what libraries and plugins print to standard error that are passed on for one question. */
const stderrLimit = 2 ** 16;

/** How long a process that is told to end may take to do so. */
const graceSeconds = 1;

/**
 * Starts a process that runs a module of ours, which calls `serve`. A process and not a thread:
 * native code that crashes would take all threads with it, and native code that hangs cannot be
 * stopped in a thread. It keeps this process alive while it is asked something, not otherwise.
 */
export function startChild<Question extends object, Answer>(
  module: URL,
  { serialization = 'json', isSilent = false }: ChildOptions = {},
): Child<Question, Answer> {
  const guard = openGuard();
  const child = fork(fileURLToPath(module), {
    env: { ...process.env, ...guard.env },
    // What a library prints to standard output must not get into ours, which may be JSON.
    stdio: ['ignore', 'ignore', isSilent ? 'ignore' : 'pipe', 'ipc'],
    serialization,
    // Those of a program given to --eval would keep the module from being read as a file.
    execArgv: [],
  });
  let death: WorkError | null = null;
  let settle: ((answer: Reply<Answer> | WorkError) => void) | null = null;
  let listener: ((told: unknown) => void) | undefined;
  /** What an answer has to repeat: code of others in the process may send anything. */
  let asked: string | null = null;
  const passOn = passOnPrinted(child.stderr as Socket | null);
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
  child.on('message', (message) => {
    const reply = replyOf<Answer>(message, asked);
    if (reply !== null) return settle?.(reply);
    const word = wordOf(message, asked);
    if (word !== null) return listener?.(word.told);
    die(died('the process sent what is no answer'));
    return end();
  });
  child.on('error', (error) => die(died(messageOf(error))));
  child.on('exit', (status, signal) => {
    die(died(`the process died with ${signal ?? `exit status ${status}`}`, { status, signal }));
  });
  release();
  return {
    async ask(question, timeLimitSeconds, memoryBytes = Number.POSITIVE_INFINITY, onTold) {
      if (death !== null) throw death;
      hold();
      passOn(stderrLimit);
      const reply = await new Promise<Reply<Answer> | WorkError>((resolve) => {
        const limit = startTimeLimit(timeLimitSeconds, () => {
          die(late(timeLimitSeconds));
          end();
        });
        const unwatch = watchMemory(child.pid, memoryBytes, () => {
          die(large(memoryBytes));
          // At once: it would go on taking.
          child.kill('SIGKILL');
        });
        settle = (answer) => {
          limit.cancel();
          unwatch();
          settle = null;
          asked = null;
          listener = undefined;
          if (death === null) release();
          resolve(answer);
        };
        asked = randomUUID();
        listener = onTold;
        child.send({ id: asked, question });
      });
      if (reply instanceof WorkError) throw reply;
      if ('thrown' in reply) throw revive(reply.thrown);
      return reply.answer;
    },
    get alive() {
      return death === null;
    },
    get residentBytes() {
      return child.pid === undefined ? null : residentBytes(child.pid);
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

function large(bytes: number): WorkError {
  const told = Math.round(bytes / 1e6);
  return new WorkError(`took more than ${told} MB of memory; allow more`, {
    code: 'memory-limit',
    data: { bytes },
  });
}

type Reply<Answer> = { answer: Answer } | { thrown: Thrown };

/** The reply to what was asked, or null where a message is none. */
function replyOf<Answer>(message: unknown, asked: string | null): Reply<Answer> | null {
  if (typeof message !== 'object' || message === null || asked === null) return null;
  const { id, reply } = message as { id?: unknown; reply?: unknown };
  if (id !== asked || typeof reply !== 'object' || reply === null) return null;
  return 'answer' in reply || 'thrown' in reply ? (reply as Reply<Answer>) : null;
}

/** What is told on the way to the answer of what was asked, or null where a message is none. */
function wordOf(message: unknown, asked: string | null): { readonly told: unknown } | null {
  if (typeof message !== 'object' || message === null || asked === null) return null;
  return 'told' in message && (message as { id?: unknown }).id === asked ? message : null;
}

/**
 * Passes on what the process prints to standard error, made printable. It keeps nothing alive.
 * @returns sets how many characters more are passed on
 */
function passOnPrinted(stderr: Socket | null): (characters: number) => void {
  let left = stderrLimit;
  stderr?.unref();
  stderr?.setEncoding('utf8').on('data', (text: unknown) => {
    const passed = String(text).slice(0, left);
    if (passed !== '') process.stderr.write(printable(passed));
    if (passed.length === left && left > 0) process.stderr.write('\n(the rest is left out)\n');
    left -= passed.length;
  });
  return (characters) => {
    left = characters;
  };
}

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
  if (own === undefined || !Object.hasOwn(errorCodes, own.code)) return new Error(message);
  return own.usage ? new UsageError(message, own) : new WorkError(message, own);
}

/**
 * The other side: answers what the parent asks, and ends with it.
 * @param parse makes a question of a message; what it throws is the answer
 * @param answer is given a function that tells something on the way
 */
export function serve<Question, Answer>(
  parse: (message: unknown) => Question,
  answer: (question: Question, tell: (told: unknown) => void) => Promise<Answer>,
): void {
  // Ctrl-C reaches the whole process group; when to stop is the parent's decision.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  const reply = async (id: string, question: unknown): Promise<Reply<Answer>> => {
    try {
      const tell = (told: unknown) => void process.send?.({ id, told });
      return { answer: await answer(parse(question), tell) };
    } catch (error) {
      return { thrown: describe(error) };
    }
  };
  process.on('message', ({ id, question }: { id: string; question: unknown }) => {
    void reply(id, question).then((sent) => process.send?.({ id, reply: sent }));
  });
}
