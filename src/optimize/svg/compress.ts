import { WorkError } from '../../base/errors.js';
import { vectorFormat } from '../../image/vector.js';
import { openSvgo, type SvgNode } from '../../runtimes/svgo.js';
import { sanitise } from './sanitise.js';
import { packSvg, readSvgText } from './text.js';

/** How a document is made smaller. */
export interface SvgOptions {
  /** Digits behind the point of coordinates; null takes out what is unsafe, and spaces, alone. */
  readonly precision: number | null;
}

/**
 * An SVG or SVGZ file as a smaller one of its kind, without what runs, loads or leads elsewhere, see
 * `sanitise`.
 * @throws WorkError for what is no document, is too long, or has too many or too deep entities or
 *   elements, and of code `library-missing` where SVGO is not installed
 */
export async function compressSvg(
  bytes: Uint8Array,
  { precision }: SvgOptions,
): Promise<Uint8Array> {
  const isPacked = vectorFormat(bytes) === 'SVGZ';
  const text = readSvgText(bytes);
  const svgo = await openSvgo();
  const nested = (svg: string, depth: number): string | null => {
    const before = (root: SvgNode) => sanitise(root, nested, depth);
    return svgo.optimise(svg, { precision: null, before }) || null;
  };
  const before = (root: SvgNode) => sanitise(root, nested);
  const smaller = svgo.optimise(text, { precision, before });
  // SVGO takes a document that ends within its first element for an empty one.
  if (!/^<(?:\w+:)?svg[\s>/]/.test(smaller)) {
    throw new WorkError('SVG cannot be read: it ends within its first element', {
      code: 'broken-image',
    });
  }
  return isPacked ? packSvg(smaller) : new Uint8Array(Buffer.from(smaller));
}
