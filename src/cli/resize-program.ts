// What `pareto resize` loads, which the build makes one file of: it starts in half the time.
import { setFlagsFromString } from 'node:v8';
import { z } from 'zod';

export { runProgram } from './program.js';

// Pictures lie in the memory of kernels, and what they leave in JavaScript is small: a young heap of a megabyte is
// enough, where it would grow to ten. The heap begins that small, and does not grow.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--max-semi-space-size=1');
// Most functions run once a picture. Compiling them for speed after some hundreds took a tenth of the time of a batch of
// small pictures; what is worth it still is, later.
setFlagsFromString('--interrupt-budget=1000000');

// Options are read once: to compile their checks takes longer than to check them.
z.config({ jitless: true });
