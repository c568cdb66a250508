import { WorkError } from '../../base/errors.js';

/** What the headers of a JPEG 2000 codestream say of its picture. */
export interface CodestreamHeader {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGB and alpha. */
  readonly components: number;
  /** Bits of a sample, 1..16. */
  readonly bits: number;
}

/** Progression orders by what changes slowest first: layer, resolution, position, component. */
export const progressionOrders: readonly string[] = ['LRCP', 'RLCP', 'RPCL', 'PCRL', 'CPRL'];

const soc = 0xff4f;
const siz = 0xff51;
const sot = 0xff90;
const eoc = 0xffd9;

/** Whether a codestream says that it needs more than Part 1, as High-Throughput does. */
export function isHighThroughput(codestream: Uint8Array): boolean {
  return codestream.length > 7 && (codestream[6]! & 0x40) !== 0;
}

/**
 * Reads the size of a picture from a codestream (ISO/IEC 15444-1 Annex A) and follows its tile-parts
 * to the end, since decoders make pictures of truncated ones, and allocate before they tell.
 * @throws WorkError for a codestream that is cut short, and for one of signed, subsampled or mixed
 *   samples or an offset, which the WASM decoders mishandle
 */
export function readCodestream(codestream: Uint8Array): CodestreamHeader {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  if (codestream.length < 42 || view.getUint16(0) !== soc || view.getUint16(2) !== siz) {
    throw cutShort();
  }
  const [width, height, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at));
  const components = view.getUint16(40);
  if (components !== 1 && components !== 3 && components !== 4) {
    throw new WorkError(`holds ${components} components; expected 1, 3 or 4`);
  }
  if (codestream.length < 42 + 3 * components) throw cutShort();
  const kinds = Array.from({ length: components }, (_, i) =>
    [0, 1, 2].map((k) => codestream[42 + 3 * i + k]!).join(' '),
  );
  const bits = codestream[42]! + 1;
  if (kinds.some((kind) => kind !== `${bits - 1} 1 1`) || bits > 16) {
    throw new WorkError(
      'holds signed, subsampled or mixed samples, or of more than 16 bits; expected all alike',
    );
  }
  if (left !== 0 || top !== 0 || width === 0 || height === 0) {
    throw new WorkError('holds a picture with an offset or without size; expected its origin at 0');
  }
  requireAllTileParts(view);
  return { width: width!, height: height!, components, bits };
}

/** Marker segments up to the first tile-part, then from tile-part to tile-part up to the end. */
function requireAllTileParts(view: DataView): void {
  const end = view.byteLength;
  let at = 2;
  while (at + 12 <= end && view.getUint16(at) !== sot) at += 2 + view.getUint16(at + 2);
  while (at + 12 <= end && view.getUint16(at) === sot) {
    const length = view.getUint32(at + 6);
    // 0 in the last tile-part says that it goes to the end of the codestream.
    if (length === 0) at = end - 2;
    else if (length < 14) throw cutShort();
    else at += length;
  }
  if (at + 2 > end || view.getUint16(at) !== eoc) throw cutShort();
}

function cutShort(): WorkError {
  return new WorkError('codestream is cut short or broken: its markers do not lead to its end');
}
