// Butteraugli's stages, one picture at a time, and the comparison of two. A picture is a block of
// planes (parts/psychoplanes), all of one size (parts/frame).

export { erode } from './parts/erosion';
export { halve, linear8, linear16 } from './parts/light-planes';
export { heapBase } from './parts/memory';
export { peak, sumOfPowers } from './parts/norms';
export { adapt } from './parts/opsin-dynamics';
export { separate } from './parts/psycho-bands';
export { addHalf, compare } from './parts/psycho-difference';
