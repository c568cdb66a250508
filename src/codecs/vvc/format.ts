import { startsWith } from '../../image/signature.js';
import type { CodecFormat } from '../codec-format.js';

/** What our own four bytes before a stream begin with; flags follow. */
export const ownMark = 'VVC';

/** Types of NAL units that a byte stream begins with: parameter sets, delimiter, supplement. */
const firstUnits = [12, 13, 14, 15, 16, 17, 20, 23];

/** H.266/VVC, ITU-T H.266 annex B: a byte stream, or our own four bytes before one. */
export const vvcFormat: CodecFormat = {
  id: 'vvc',
  title: 'H.266/VVC',
  extensions: ['vvc', '266'],
  decoder: 'vvc',
  recognises(bytes) {
    const start = startsWith(bytes, ownMark) ? ownMark.length + 1 : 0;
    const head = Array.from(bytes.subarray(start, start + 6), hex).join('');
    const [, layer = '', type = ''] = /^(?:00)?000001(..)(..)/.exec(head) ?? [];
    const unit = Number.parseInt(type, 16);
    return layer === '00' && firstUnits.includes(unit >> 3) && (unit & 7) > 0;
  },
};

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
