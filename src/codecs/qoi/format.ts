import type { FileFormat } from '../../image/format.js';
import { startsWith } from '../../image/signature.js';

/** The Quite OK Image Format, specification of 2022-01-05. */
export const qoiFormat: FileFormat = {
  id: 'qoi',
  title: 'QOI',
  extensions: ['qoi'],
  recognises: (bytes) => startsWith(bytes, 'qoif'),
};
