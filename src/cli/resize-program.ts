// What `pareto resize` loads, which the build makes one file of: it starts in half the time.
import { setFlagsFromString } from 'node:v8';

export { runProgram } from './program.js';

// Pictures lie in the memory of kernels, and what they leave in JavaScript is small: a young heap of a megabyte is
// enough, where it would grow to ten. The heap begins that small, and does not grow.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--max-semi-space-size=1');
