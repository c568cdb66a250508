// Key frames of VP8 to planes, planes to another size, planes to RGB.

export { resample } from '../../jpeg/wasm/kernels/parts/resample';
export { toRgb } from './parts/colour';
export { decodeFrame, scratchBytes } from './parts/frame';
export { heapBase } from './parts/memory';
