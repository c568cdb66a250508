import { startsWith } from '../../image/signature.js';
import type { CodecFormat } from '../codec-format.js';

/** The Quite OK Image Format, specification of 2022-01-05. */
export const qoiFormat: CodecFormat = {
  id: 'qoi',
  title: 'QOI',
  extensions: ['qoi'],
  decoder: 'qoi',
  recognises: (bytes) => startsWith(bytes, 'qoif'),
};
