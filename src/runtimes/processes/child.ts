import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../base/errors.js';

/** A process of our own that answers one question at a time. */
export interface Child<Question, Answer> {
  /**
   * Waits for the answer. Rejects with a ChildFailure where the process dies, takes longer than the
   * limit, or is killed; it is then of no more use.
   */
  ask(question: Question, timeLimitSeconds: number): Promise<Answer>;
  readonly alive: boolean;
  kill(): void;
}

/** Why a child gave no answer. */
export class ChildFailure extends Error {
  override readonly name = 'ChildFailure';
  readonly stage: 'worker' | 'timeout';

  constructor(stage: 'worker' | 'timeout', message: string) {
    super(message);
    this.stage = stage;
  }
}

/** How long a process that is told to end may take to do so. */
const graceSeconds = 1;

/**
 * Starts a process that runs a module of ours, which calls `serve`. A process and not a thread:
 * native code that crashes would take all threads with it, and native code that hangs cannot be
 * stopped in a thread.
 */
export function startChild<Question extends object, Answer>(module: URL): Child<Question, Answer> {
  // What a library prints to standard output must not get into ours, which may be JSON.
  const child = fork(fileURLToPath(module), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let death: ChildFailure | null = null;
  let settle: ((answer: Reply<Answer> | ChildFailure) => void) | null = null;
  const die = (failure: ChildFailure): void => {
    death ??= failure;
    settle?.(death);
  };
  // First the signal that lets it end the commands that it runs; one that is stuck does not hear it.
  const end = (): void => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
    child.once('exit', () => clearTimeout(hard));
  };
  child.on('message', (reply: Reply<Answer>) => settle?.(reply));
  child.on('error', (error) => die(new ChildFailure('worker', messageOf(error))));
  child.on('exit', (code, signal) => {
    die(new ChildFailure('worker', `the process died with ${signal ?? `exit status ${code}`}`));
  });
  return {
    async ask(question, timeLimitSeconds) {
      if (death !== null) throw death;
      const reply = await new Promise<Reply<Answer> | ChildFailure>((resolve) => {
        const late = `not done after ${timeLimitSeconds} s; allow more with --time-limit`;
        const timer = setTimeout(() => {
          die(new ChildFailure('timeout', late));
          end();
        }, timeLimitSeconds * 1000);
        settle = (answer) => {
          clearTimeout(timer);
          settle = null;
          resolve(answer);
        };
        child.send(question);
      });
      if (reply instanceof ChildFailure) throw reply;
      if ('thrown' in reply) throw new Error(reply.thrown);
      return reply.answer;
    },
    get alive() {
      return death === null;
    },
    kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      die(new ChildFailure('worker', 'the process was stopped'));
      end();
    },
  };
}

type Reply<Answer> = { answer: Answer } | { thrown: string };

/** The other side: answers what the parent asks, and ends with it. */
export function serve<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  // Ctrl-C reaches the whole process group; when to stop is the parent's decision.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  process.on('message', (question: Question) => {
    void answer(question)
      .then(
        (value): Reply<Answer> => ({ answer: value }),
        (error: unknown): Reply<Answer> => ({ thrown: messageOf(error) }),
      )
      .then((reply) => process.send?.(reply));
  });
}
