import { serve } from '../../runtimes/processes/child.js';
import { runRdJob } from './job.js';

// The process of one worker of the rate-distortion pool.
serve(runRdJob);
