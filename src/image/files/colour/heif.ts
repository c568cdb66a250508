import { av1Cicp } from './av1.js';
import { type Cicp, cicpSpace } from './cicp.js';
import {
  findBox,
  itemData,
  itemReferences,
  primaryItem,
  propertiesOf,
  type Range,
} from './heif-items.js';
import { profileSpace } from './icc-profile.js';
import type { ColourSpace } from './space.js';

/** How the colours of an AVIF or HEIC file are to be understood. */
export interface HeifColour {
  /** null: sRGB. */
  readonly space: ColourSpace | null;
  /** Whether red, green and blue are stored multiplied by alpha. */
  readonly isPremultiplied: boolean;
}

const plain: HeifColour = { space: null, isPremultiplied: false };

/**
 * How the colours of the primary picture of a file are to be understood, told by its items alone: an ICC
 * profile (`colr` of type prof or rICC), else code points (nclx), else those in the AV1 bitstream, else
 * sRGB. A profile wins over code points, whose matrix remains the decoder's: ISO/IEC 23008-12, 6.5.5,
 * ISO/IEC 23000-22, 7.3.6.4. Of a picture made of others (a grid) without a statement, the first of them
 * tells. What cannot be read says nothing.
 * @throws WorkError for code points or a profile of high dynamic range, and for reserved codes
 */
export function heifColour(bytes: Uint8Array): HeifColour {
  const meta = findBox(bytes, { start: 0, end: bytes.length }, 'meta');
  if (meta === null) return plain;
  // A full box: version and flags first.
  const inside = { start: meta.start + 4, end: meta.end };
  const item = primaryItem(bytes, inside);
  if (item === null) return plain;
  const references = itemReferences(bytes, inside);
  const isPremultiplied = references.some(({ type, from }) => type === 'prem' && from === item);
  const part = references.find(({ type, from }) => type === 'dimg' && from === item)?.to[0];
  const space =
    spaceOfItem(bytes, inside, item) ??
    (part === undefined ? undefined : spaceOfItem(bytes, inside, part));
  return { space: space ?? null, isPremultiplied };
}

/** undefined where an item says nothing. */
function spaceOfItem(bytes: Uint8Array, meta: Range, item: number): ColourSpace | undefined {
  const properties = propertiesOf(bytes, meta, item);
  let cicp: Cicp | null = null;
  for (const { type, start, end } of properties) {
    if (type !== 'colr' || end - start < 4) continue;
    const kind = String.fromCharCode(...bytes.subarray(start, start + 4));
    const content = bytes.subarray(start + 4, end);
    if (kind === 'prof' || kind === 'rICC') {
      const space = profileSpace(content, 'RGB ') ?? profileSpace(content, 'GRAY');
      if (space !== null) return space;
    } else if (kind === 'nclx' && content.length >= 7) {
      const [a, b, c, d] = content as unknown as [number, number, number, number];
      cicp ??= { primaries: a * 256 + b, transfer: c * 256 + d };
    }
  }
  if (cicp !== null) return cicpSpace(cicp, "the file's colr box (nclx)");
  const isAv1 = properties.some(({ type }) => type === 'av1C');
  const data = isAv1 ? itemData(bytes, meta, item) : null;
  const coded = data && av1Cicp(bytes.subarray(data.start, data.end));
  return coded ? cicpSpace(coded, 'the AV1 bitstream') : undefined;
}
