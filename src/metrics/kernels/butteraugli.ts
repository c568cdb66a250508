// Butteraugli's stages, one picture at a time, and the comparison of two. A picture is a block of
// planes (parts/psychoplanes), all of one size (parts/frame).

export { erode } from './parts/erosion';
export { halve, linear8, linear16 } from './parts/lightplanes';
export { heapBase } from './parts/memory';
export { peak, sumOfPowers } from './parts/norms';
export { adapt } from './parts/opsindynamics';
export { separate } from './parts/psychobands';
export { addHalf, compare } from './parts/psychodifference';
