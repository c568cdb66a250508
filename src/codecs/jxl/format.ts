import { startsWith } from '../../image/signature.js';
import type { CodecFormat } from '../codec-format.js';

/** JPEG XL, a bare codestream or a container of boxes. ISO/IEC 18181-2. */
export const jxlFormat: CodecFormat = {
  id: 'jxl',
  title: 'JPEG XL',
  extensions: ['jxl'],
  decoder: 'jxl',
  recognises: (bytes) =>
    startsWith(bytes, '\xff\x0a') || startsWith(bytes, '\0\0\0\x0cJXL \r\n\x87\n'),
};
