// Lossy WebP: key frames of VP8 to planes.

export { decodeFrame, scratchBytes } from './parts/frame';
export { heapBase } from './parts/memory';
