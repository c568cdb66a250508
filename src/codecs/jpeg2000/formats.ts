import { startsWith } from '../../image/signature.js';
import type { CodecFormat } from '../codec-format.js';
import { isHighThroughput } from './codestream.js';

/** The box that every JP2 and JPH file begins with. ISO/IEC 15444-1, I.5.1. */
export const signatureBox = '\0\0\0\x0cjP  \r\n\x87\n';

/** A format of the family, with the brand of its files. */
export interface Jp2Format extends CodecFormat {
  readonly brand: 'jp2 ' | 'jph ';
}

/** JPEG 2000, ISO/IEC 15444-1: a JP2 file or a bare codestream. */
export const jp2Format: Jp2Format = {
  id: 'jp2',
  brand: 'jp2 ',
  title: 'JPEG 2000',
  extensions: ['jp2', 'j2k', 'j2c', 'jpc', 'jpf', 'jpx'],
  decoder: 'jpeg2000',
  recognises: (bytes) => isOfFamily(bytes) && !needsHighThroughput(bytes),
};

/** High-Throughput JPEG 2000, ISO/IEC 15444-15: a JPH file or a bare codestream. */
export const jphFormat: Jp2Format = {
  id: 'jph',
  brand: 'jph ',
  title: 'High-Throughput JPEG 2000',
  // Codestreams of both kinds have the same extensions.
  extensions: ['jph', 'jhc', 'j2k', 'j2c', 'jpc'],
  decoder: 'htj2k',
  recognises: (bytes) => isOfFamily(bytes) && needsHighThroughput(bytes),
};

function isOfFamily(bytes: Uint8Array): boolean {
  return startsWith(bytes, signatureBox) || isCodestream(bytes);
}

/** Whether it begins with the markers SOC and SIZ. */
function isCodestream(bytes: Uint8Array): boolean {
  return startsWith(bytes, '\xff\x4f\xff\x51');
}

/** Of a file the brand tells it, of a codestream its capabilities. */
function needsHighThroughput(bytes: Uint8Array): boolean {
  return isCodestream(bytes)
    ? isHighThroughput(bytes)
    : startsWith(bytes.subarray(20), jphFormat.brand);
}
