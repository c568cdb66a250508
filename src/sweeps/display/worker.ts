import { serve } from '../../runtimes/processes/child.js';
import { runDisplayTask } from './job.js';
import { displayTask } from './task.js';

// The process that makes pictures to look at.
serve((message) => displayTask.parse(message), runDisplayTask);
