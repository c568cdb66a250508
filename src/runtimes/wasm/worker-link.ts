import { Worker } from 'node:worker_threads';
import { WorkError } from '../../base/errors.js';

/** A worker thread that answers requests, in the order in which they are made. */
export interface WorkerLink<Job, Reply> {
  /** Settles with the worker's reply; a WorkError if the worker ends before it. */
  request(job: Job): Promise<Reply>;
  /** Ends the thread, whatever it is doing, and gives its memory back. */
  terminate(): Promise<void>;
}

interface Pending<Reply> {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/**
 * Starts a worker thread and waits for its first message, which says that it is ready. The thread
 * holds the process back from ending only while a request is open.
 */
export async function startWorker<Job, Reply>(script: URL): Promise<WorkerLink<Job, Reply>> {
  // Without `execArgv` a script given to --eval would be handed on to the thread.
  const worker = new Worker(script, { execArgv: [] });
  const open: Pending<Reply>[] = [];
  let ended: Error | null = null;
  const end = (reason: string) => {
    ended ??= new WorkError(`worker thread ended: ${reason}`, { code: 'engine-failed' });
    for (const pending of open.splice(0)) pending.reject(ended);
  };
  worker.on('error', (error) => end(error.message));
  worker.on('exit', (code) => end(`exit status ${code}`));
  await new Promise<Reply>((resolve, reject) => {
    open.push({ resolve, reject });
    worker.once('message', () => {
      open.length = 0;
      resolve(undefined as Reply);
    });
  });
  worker.on('message', (reply: Reply) => {
    open.shift()?.resolve(reply);
    if (open.length === 0) worker.unref();
  });
  worker.unref();
  return {
    request(job) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        open.push({ resolve, reject });
        worker.ref();
        return worker.postMessage(job);
      });
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
