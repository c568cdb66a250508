import { serve } from '../../runtimes/processes/child.js';
import { createEstimateSweepJob } from './job.js';
import type { EstimateSweepTask } from './task.js';

// The process that estimates for a sweep. Tasks come from this same program and have their type.
serve((message) => message as EstimateSweepTask, createEstimateSweepJob());
