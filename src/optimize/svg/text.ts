import { gunzipSync, gzipSync } from 'node:zlib';
import { messageOf, WorkError } from '../../base/errors.js';
import { vectorFormat } from '../../image/vector.js';

/** Bytes that a document may have, unpacked: the largest maps have some 20 MiB. */
const mostSvgBytes = 2 ** 25;

/**
 * The text of an SVG or SVGZ file.
 * @throws WorkError for a file that is none, for more than 32 MiB of text (told before they are
 *   unpacked), for entities that lie in other files, and for an encoding that nobody knows
 */
export function readSvgText(bytes: Uint8Array): string {
  const kind = vectorFormat(bytes);
  if (kind === null) throw broken('expected a document whose first element is svg');
  const plain = kind === 'SVGZ' ? unpack(bytes) : bytes;
  if (plain.length > mostSvgBytes) throw tooLong();
  const text = decode(plain);
  // Those with a text of their own are short, as the first element stands within the first 4096 bytes,
  // and SVGO expands 512 of them at most.
  if (/<!ENTITY\s[^>"']*\s(?:SYSTEM|PUBLIC)\s/.test(text)) {
    throw broken('it has entities that lie in other files');
  }
  return text;
}

/** An SVGZ file of a text: gzip at its highest level, no name and no time in it. */
export function packSvg(text: string): Uint8Array {
  return new Uint8Array(gzipSync(text, { level: 9 }));
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostSvgBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong();
    throw broken(`its gzip stream is broken (${messageOf(error)})`);
  }
}

/** By the mark of the byte order, then what the declaration says, else UTF-8. */
function decode(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const told = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  const label =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : (told ?? 'utf-8');
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    throw broken(`it is no text in ${label} (${messageOf(error)})`);
  }
}

function tooLong(): WorkError {
  return broken(`it has more than ${mostSvgBytes / 2 ** 20} MiB of text`);
}

function broken(reason: string): WorkError {
  return new WorkError(`SVG cannot be read: ${reason}`, { code: 'broken-image' });
}
