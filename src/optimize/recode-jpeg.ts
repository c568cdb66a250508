import { openTurbo } from '../runtimes/ffi/turbojpeg.js';
import { createRecoder } from '../runtimes/ffi/turbojpeg-transform.js';
import type { Trial } from './contract.js';
import { stripJpeg, withoutHeader } from './metadata/jpeg.js';

/**
 * Codes the coefficients of a JPEG again with Huffman tables made for them, as jpegtran does: the samples
 * stay as they are. By the libjpeg-turbo of the system, where it is installed.
 */
export const recodeJpeg: Trial = {
  id: 'recode',
  format: 'jpeg',
  lossy: false,
  knob: null,
  applies: (source) => source.format === 'jpeg' && 'library' in openTurbo(),
  async run({ bytes }, { keep }) {
    const found = openTurbo();
    if ('missing' in found) return null;
    const recode = createRecoder(found.library);
    const stripped = stripJpeg(bytes, { keep });
    const files = [true, false].map((progressive) =>
      withoutHeader(recode(stripped, { progressive }), stripped),
    );
    return files.reduce((best, each) => (each.length < best.length ? each : best));
  },
};
