import type { Answer, Questions } from './messages.js';

/** The worker as the page sees it: it is asked one thing at a time. */
export interface Colleague {
  /** @throws Error with what the worker tells, and where it does not answer in time: it is then another one */
  ask<K extends keyof Questions>(
    kind: K,
    question: Questions[K]['ask'],
    limitSeconds: number,
  ): Promise<Questions[K]['answer']>;
  /** How many workers there were: whoever keeps state in one looks whether it is still the same. */
  readonly generation: number;
  close(): void;
}

/** Opens the worker. One that does not answer in time is ended and replaced. */
export function openColleague(): Colleague {
  const open = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  let worker = open();
  let generation = 0;
  const replace = (): void => {
    worker.terminate();
    worker = open();
    generation += 1;
  };
  return {
    ask: (kind, question, limitSeconds) =>
      new Promise((resolve, reject) => {
        const fail = (message: string): void => {
          replace();
          reject(new Error(message));
        };
        const timer = setTimeout(
          () => fail(`no answer after ${limitSeconds} s`),
          1000 * limitSeconds,
        );
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          clearTimeout(timer);
          if ('failed' in data) reject(new Error(data.failed));
          else resolve(data.answer as never);
        };
        worker.onerror = (event) => {
          clearTimeout(timer);
          fail(`the worker ended: ${event.message || 'its script could not be loaded'}`);
        };
        worker.postMessage({ kind, ...question });
      }),
    get generation() {
      return generation;
    },
    close: () => worker.terminate(),
  };
}
