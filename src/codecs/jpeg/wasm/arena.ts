import { type Arena as AnyArena, openArenas } from '../../../runtimes/wasm/arena.js';

/** The kernel's functions. Pointers and counts are numbers. */
export interface JpegKernel {
  fillTable(segment: number, table: number, isDc: number): number;
  unstuff(src: number, end: number, top: number, restarts: number, most: number): number;
  endOfScan(): number;
  restartsFound(): number;
  decodeSequential(...args: number[]): number;
  decodeScan(...args: number[]): number;
  putPlane(...args: number[]): void;
  resample(...args: number[]): void;
  encode(...args: number[]): number;
  stuff(top: number, bottom: number, to: number): number;
  readUnits(...args: number[]): void;
  halve(...args: number[]): void;
  toRgb(...args: number[]): void;
  fromRgb(...args: number[]): void;
}

/** The memory of one kernel. */
export type Arena = AnyArena<JpegKernel>;

/**
 * Compiles the kernel. What it gives makes an arena with a memory of its own.
 * @throws WorkError where the kernel cannot be loaded
 */
export function openArena(): Promise<() => Arena> {
  return openArenas<JpegKernel>(new URL('./kernels/jpeg.wasm', import.meta.url), 'a JPEG');
}
