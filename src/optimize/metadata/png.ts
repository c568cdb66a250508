import { inflateSync } from 'node:zlib';
import { WorkError } from '../../base/errors.js';
import { pngChunk, pngChunks, pngSignature } from '../../image/png-chunks.js';
import { keptExif } from './exif.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** Chunks that the picture is made of, with its colours, its animation and the shape of its pixels. */
const picture = new Set(
  'IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT gAMA cHRM sRGB iCCP cICP mDCV mDCv cLLI cLLi sBIT pHYs'.split(
    ' ',
  ),
);

/** The keyword that XMP stands under. */
const xmpKeyword = 'XML:com.adobe.xmp';

/** No text of a picture is longer unpacked. */
const longestText = 2 ** 24;

/**
 * A PNG or APNG file without its metadata, the pixels byte for byte. What states the colours stays, and
 * so does an orientation. What lies behind the end goes.
 * @throws WorkError for a file that ends before its picture does, and for one with critical chunks that
 *   PNG does not have
 */
export function stripPng(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const keeps = keeping(options);
  const pieces: Uint8Array[] = [pngSignature];
  let last = '';
  for (const { type, start, end } of pngChunks(bytes)) {
    const content = bytes.subarray(start, end);
    last = type;
    if (picture.has(type)) {
      // The checksum with it, also a wrong one: decoders are to say so, not this.
      pieces.push(bytes.subarray(start - 8, end + 4));
      continue;
    }
    const isCritical = type.charCodeAt(0) < 0x60;
    if (isCritical) {
      throw new WorkError(`PNG file has a chunk ${type}, which no decoder of PNG knows`, {
        code: 'broken-image',
      });
    }
    const kept = type === 'eXIf' ? keptExif(content, keeps) : content;
    if (kept !== null && (type === 'eXIf' || keepsText(type, content, keeps))) {
      pieces.push(pngChunk(type, kept));
    }
  }
  if (last === 'IEND') return new Uint8Array(Buffer.concat(pieces));
  throw new WorkError('PNG file is cut short: it has no end', { code: 'broken-image' });
}

/** Whether a text or a date stays. Programs write EXIF, XMP and IPTC as texts, in hexadecimal. */
function keepsText(type: string, content: Uint8Array, keeps: Keeps): boolean {
  if (type === 'tIME') return keeps('comments');
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return false;
  const keyword = Buffer.from(content.subarray(0, content.indexOf(0))).toString('latin1');
  if (keyword === xmpKeyword) {
    const text = textOf(type, content);
    return text !== null && keepsXmp(text, keeps);
  }
  const profile = /^Raw profile type (\w+)/.exec(keyword)?.[1];
  if (profile === undefined) return keeps('comments');
  // In hexadecimal it is not searched for a place.
  const all = keeps('gps') && keeps('thumbnails');
  if (profile === 'xmp') return keeps('xmp') && keeps('gps');
  if (profile === 'iptc' || profile === '8bim') return keeps('iptc');
  return keeps('exif') && all;
}

/** The text of an iTXt chunk, unpacked; null where it is broken. */
function textOf(type: string, content: Uint8Array): Uint8Array | null {
  if (type !== 'iTXt') return null;
  const keyword = content.indexOf(0);
  const language = content.indexOf(0, keyword + 3);
  const translated = content.indexOf(0, language + 1);
  if (keyword < 0 || language < 0 || translated < 0) return null;
  const text = content.subarray(translated + 1);
  if (content[keyword + 1] === 0) return text;
  try {
    return inflateSync(text, { maxOutputLength: longestText });
  } catch {
    return null;
  }
}
