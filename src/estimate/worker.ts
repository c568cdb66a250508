import { setFlagsFromString } from 'node:v8';
import { serve } from '../runtimes/processes/child.js';
import { createEstimateJob } from './job.js';
import type { EstimateTask } from './task.js';

// The process that estimates: it can be killed. Tasks come from this same program and have their type.

// A sample is compressed in half a second: optimising a codec in WASM takes longer than it saves. Before
// any module is compiled.
setFlagsFromString('--liftoff-only');
serve((message) => message as EstimateTask, createEstimateJob());
