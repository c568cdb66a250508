import { constants, gunzipSync } from 'node:zlib';

/** How much of a file is looked at: comments and declarations may stand before the first element. */
const headBytes = 4096;

/**
 * What kind of vector graphics a file holds, SVG or its gzipped form SVGZ; null of all others. These
 * have no samples until somebody says how large they are to be.
 */
export function vectorFormat(bytes: Uint8Array): 'SVG' | 'SVGZ' | null {
  const head = bytes.subarray(0, headBytes);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return isSvg(head) ? 'SVG' : null;
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    const text = gunzipSync(head, { finishFlush, maxOutputLength: 2 ** 22 });
    return isSvg(text.subarray(0, headBytes)) ? 'SVGZ' : null;
  } catch {
    return null;
  }
}

/** The first element of the document is svg, in whatever name space. */
function isSvg(head: Uint8Array): boolean {
  const text = new TextDecoder(isUtf16(head) ? 'utf-16' : 'utf-8').decode(head);
  const first = text.replaceAll(/<!--[\s\S]*?-->|<[?!][^>]*>/g, '');
  // What is left of a document type that declares entities may stand before it.
  return /^[\s\]>]*<(?:\w+:)?svg[\s>/]/.test(first);
}

function isUtf16(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xfe;
}
