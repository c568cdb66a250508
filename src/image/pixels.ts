import { WorkError } from '../base/errors.js';

/** A picture that is larger than it may be: the data of errors of code `too-many-pixels`. */
export interface PixelExcess {
  readonly width: number;
  readonly height: number;
  readonly maxPixels: number;
}

/** @throws WorkError of code `too-many-pixels` for a picture of more than `maxPixels` pixels */
export function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const excess: PixelExcess = { width, height, maxPixels };
  throw new WorkError(`${tellExcess(excess)}; raise the limit to read it`, {
    code: 'too-many-pixels',
    data: { ...excess },
  });
}

/** `picture of 5000x5000 has more than 1000 pixels` */
export function tellExcess({ width, height, maxPixels }: PixelExcess): string {
  return `picture of ${width}x${height} has more than ${maxPixels} pixels`;
}

/** What `checkPixels` refused, with the name of the file where one was told; null of every other error. */
export function excessOf(error: unknown): (PixelExcess & { readonly file?: string }) | null {
  if (!(error instanceof WorkError) || error.code !== 'too-many-pixels') return null;
  const { width, height, maxPixels, file } = error.data;
  if (![width, height, maxPixels].every((value) => typeof value === 'number')) return null;
  const excess = { width, height, maxPixels } as PixelExcess;
  return typeof file === 'string' ? { ...excess, file } : excess;
}
