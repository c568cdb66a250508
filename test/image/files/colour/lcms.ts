import { createRaster, type Raster } from '#src/image/raster.js';
import table from '../../../fixtures/colour_lcms.json' with { type: 'json' };

/** A colour space as littleCMS was given it, and what it made of the table's samples, 0..1. */
export interface LcmsSpace {
  readonly name: string;
  readonly icc?: string;
  readonly gama?: number | null;
  readonly chrm?: readonly number[] | null;
  readonly cicp?: readonly [number, number];
  readonly srgb: readonly number[];
}

/** The spaces of the table that are stated in one way. */
export function spacesOf<K extends 'icc' | 'gama' | 'cicp'>(
  way: K,
): (LcmsSpace & { readonly [key in K]-?: Exclude<LcmsSpace[key], undefined> })[] {
  const spaces = table.spaces as unknown as readonly LcmsSpace[];
  return spaces.filter((each) => way in each) as ReturnType<typeof spacesOf<K>>;
}

/** The samples that a space was tried with. */
export function samplesOf({ srgb }: LcmsSpace): Raster {
  const channels = srgb.length === table.rgb.length ? 3 : 1;
  const samples = channels === 3 ? table.rgb : table.grey;
  return createRaster({
    ...{ width: samples.length / channels, height: 1, channels, depth: 16 },
    data: Uint16Array.from(samples),
  });
}

/** The largest difference to the table's values, in steps of 8 bits. */
export function worstError({ data }: Raster, srgb: readonly number[]): number {
  return Math.max(...srgb.map((value, i) => Math.abs(value * 255 - data[i]! / 257)));
}
