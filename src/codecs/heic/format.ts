import { brandsOf } from '../../image/signature.js';
import type { CodecFormat } from '../codec-format.js';

/**
 * HEIC, ISO/IEC 23008-12: a brand of HEVC pictures comes first, or mif1 with one of them among the
 * others.
 */
export const heicFormat: CodecFormat = {
  id: 'heic',
  title: 'HEIC',
  extensions: ['heic', 'heif', 'hif'],
  decoder: 'heic',
  recognises(bytes) {
    const [major = '', ...others] = brandsOf(bytes);
    return isHevc(major) || (major === 'mif1' && others.some(isHevc));
  },
};

function isHevc(brand: string): boolean {
  return /^(?:hei[cxms]|hev[cx])$/.test(brand);
}
