import { serve } from '../../runtimes/processes/child.js';
import { runRdJob } from './job.js';
import { rdTask } from './task.js';

// The process of one worker of the local executor.
serve((message) => rdTask.parse(message), runRdJob);
