import { type Arena, openArenas } from '../../../runtimes/wasm/arena.js';

/** The kernel's functions. Pointers and counts are numbers. */
export interface PngKernel {
  unfilterRows(...args: number[]): number;
  expandPalette(...args: number[]): number;
  resampleRows(...args: number[]): void;
  filterRows(...args: number[]): void;
}

/** @throws WorkError where the kernel cannot be loaded */
export function openPngArenas(): Promise<() => Arena<PngKernel>> {
  return openArenas<PngKernel>(new URL('./kernels/png.wasm', import.meta.url), 'a PNG file');
}
