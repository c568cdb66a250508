import { now } from '../../base/clock.js';
import { serve } from '../../runtimes/processes/child.js';
import { runRdJob } from './job.js';
import type { RdTask } from './task.js';

// The process of one worker of the local executor. Tasks come from this same program and have their
// type; the schema is for who takes them in from elsewhere, and is a third of the time that a process
// takes to start.
let isFirst = true;
serve(
  (message) => message as RdTask,
  async (task) => {
    // The clock began with the process, which is started for this job.
    const starting = isFirst ? now() : 0;
    isFirst = false;
    const outcome = await runRdJob(task);
    outcome.busy.starting = starting;
    return outcome;
  },
);
