import { WorkError } from '../base/errors.js';

/** Throws a WorkError for a picture of more than `maxPixels` pixels. */
export function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new WorkError(
    `picture of ${width}x${height} has more than ${maxPixels} pixels; raise the limit to read it`,
    { code: 'too-many-pixels', data: { maxPixels } },
  );
}
