import { serve } from '../runtimes/processes/child.js';
import { resizeHere } from './library-path.js';
import type { ResizeTask } from './task.js';

// The process that resizes by the libraries: it can be killed. Tasks come from this same program.
serve((message) => message as ResizeTask, resizeHere);
