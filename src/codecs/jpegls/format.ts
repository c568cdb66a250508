import type { FileFormat } from '../../image/format.js';
import { startsWith } from '../../image/signature.js';
import { isJpegls } from '../../runtimes/wasm/jpegls-file.js';

/** JPEG-LS, ITU-T T.87: begins as JPEG does, and is told by its frame header. */
export const jpeglsFormat: FileFormat = {
  id: 'jpegls',
  title: 'JPEG-LS',
  extensions: ['jls'],
  recognises: (bytes) => startsWith(bytes, '\xff\xd8\xff') && isJpegls(bytes),
};
