// What `pareto resize` loads, which the build makes one file of: it starts in half the time.
export { runProgram } from './program.js';
