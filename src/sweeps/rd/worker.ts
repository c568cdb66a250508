import { serve } from '../../runtimes/processes/child.js';
import { runRdJob } from './job.js';
import type { RdTask } from './task.js';

// The process of one worker of the local executor. Tasks come from this same program and have their
// type; the schema is for who takes them in from elsewhere, and is a third of the time that a process
// takes to start.
serve((message) => message as RdTask, runRdJob);
