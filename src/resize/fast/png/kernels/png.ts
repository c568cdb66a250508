// PNG: rows without their filters, rows in another size, rows with filters.

export { heapBase } from '../../../../codecs/jpeg/wasm/kernels/parts/memory';
export { filterRows } from './parts/filter';
export { expandPalette } from './parts/palette';
export { resampleRows } from './parts/resample-rows';
export { unfilterRows } from './parts/unfilter';
