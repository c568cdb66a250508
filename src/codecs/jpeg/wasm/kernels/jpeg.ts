// JPEG: scans to planes of samples, planes of another size, planes to a scan.

export { fromRgb, halve, toRgb } from './parts/colour';
export { encode } from './parts/encode';
export { fillTable } from './parts/fill-table';
export { stuff } from './parts/huffman-encode';
export { heapBase } from './parts/memory';
export { readUnits } from './parts/read-units';
export { resample } from './parts/resample';
export { putPlane } from './parts/samples';
export { decodeScan } from './parts/scans';
export { decodeSequential } from './parts/sequential';
export { endOfScan, restartsFound, unstuff } from './parts/unstuff';
