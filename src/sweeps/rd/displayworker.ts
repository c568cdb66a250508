import { serve } from '../child.js';
import { runDisplayTask } from './displayjob.js';

// The process that makes pictures to look at.
serve(runDisplayTask);
