import type { FileFormat } from '../../image/format.js';
import { brandsOf } from '../../image/signature.js';

/**
 * HEIC, ISO/IEC 23008-12: a brand of HEVC pictures comes first, or mif1 with one of them among the
 * others.
 */
export const heicFormat: FileFormat = {
  id: 'heic',
  title: 'HEIC',
  extensions: ['heic', 'heif'],
  recognises(bytes) {
    const [major = '', ...others] = brandsOf(bytes);
    return isHevc(major) || (major === 'mif1' && others.some(isHevc));
  },
};

function isHevc(brand: string): boolean {
  return /^(?:hei[cxms]|hev[cx])$/.test(brand);
}
