export { readPlainSize } from './sharp.js';
