import type { FileFormat } from '../../image/format.js';
import { startsWith } from '../../image/signature.js';

/** JPEG XL, a bare codestream or a container of boxes. ISO/IEC 18181-2. */
export const jxlFormat: FileFormat = {
  id: 'jxl',
  title: 'JPEG XL',
  extensions: ['jxl'],
  recognises: (bytes) =>
    startsWith(bytes, '\xff\x0a') || startsWith(bytes, '\0\0\0\x0cJXL \r\n\x87\n'),
};
