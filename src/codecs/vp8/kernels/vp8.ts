// Key frames of VP8 to planes, planes to another size, planes to RGB.

export { heapBase } from '../../jpeg/wasm/kernels/parts/memory';
export { resample } from '../../jpeg/wasm/kernels/parts/resample';
export { toRgb } from './parts/colour';
export { decodeFrame, scratchBytes } from './parts/frame';
