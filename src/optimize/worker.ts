import { serve } from '../runtimes/processes/child.js';
import { optimizeHere } from './job.js';
import type { OptimizeTask } from './task.js';

// The process that optimises: it can be killed. Tasks come from this same program and have their type.
serve((message) => message as OptimizeTask, optimizeHere);
