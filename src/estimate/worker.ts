import { serve } from '../runtimes/processes/child.js';
import { createEstimateJob } from './job.js';
import type { EstimateTask } from './task.js';

// The process that estimates: it can be killed. Tasks come from this same program and have their type.
serve((message) => message as EstimateTask, createEstimateJob());
