import { startsWith } from '../../image/signature.js';
import { isJpegls } from '../../runtimes/wasm/jpegls-file.js';
import type { CodecFormat } from '../codec-format.js';

/** JPEG-LS, ITU-T T.87: begins as JPEG does, and is told by its frame header. */
export const jpeglsFormat: CodecFormat = {
  id: 'jpegls',
  title: 'JPEG-LS',
  extensions: ['jls'],
  decoder: 'jpegls',
  recognises: (bytes) => startsWith(bytes, '\xff\xd8\xff') && isJpegls(bytes),
};
