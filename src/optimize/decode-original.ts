import { WorkError } from '../base/errors.js';
import { decodeHere } from '../codecs/decode-here.js';
import type { Raster } from '../image/raster.js';
import type { TrialLimits } from './contract.js';

/** Decodes a file of any format that is read here, in this process, which may be killed. */
export async function decodeOriginal(bytes: Uint8Array, limits: TrialLimits): Promise<Raster> {
  const { output } = await decodeHere(bytes, { ...limits, name: 'the file' });
  if (!(output instanceof Uint8Array)) return output;
  throw new WorkError('holds a file and no samples');
}
