import { type RdOutcome, type RdTask, runRdJob } from './rd-job.js';

// Ctrl-C reaches the whole process group; when to stop is the sweep's decision.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

/** Entry of a worker process: answers one task at a time. */
// biome-ignore lint/style/noDefaultExport: the pool calls a worker's default export
export default async function work(task: RdTask): Promise<RdOutcome> {
  return runRdJob(task);
}
