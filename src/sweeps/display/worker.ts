import { serve } from '../../runtimes/processes/child.js';
import { runDisplayTask } from './job.js';

// The process that makes pictures to look at.
serve(runDisplayTask);
