import { sharp } from './sharp.js';

/** How the samples of a file are stored, by its header. */
export interface StoredLayout {
  /** `grey`, `rgb`, `palette`, `cmyk`, with `-alpha` behind it where there is any. */
  readonly colourType: string;
  /** Bits of a sample; of a palette those of an index. */
  readonly bitDepth: number;
}

const bitsOf: Readonly<Record<string, number>> = { uchar: 8, ushort: 16, float: 32 };
const spaces: Readonly<Record<string, string>> = { 'b-w': 'grey', grey16: 'grey', cmyk: 'cmyk' };

/** Reads how a file stores its samples; null where its header is not read here. */
export async function readStoredLayout(bytes: Uint8Array): Promise<StoredLayout | null> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { space, depth, hasAlpha, isPalette, bitsPerSample } = metadata;
    const colour = isPalette ? 'palette' : (spaces[space] ?? 'rgb');
    const bitDepth = bitsPerSample ?? bitsOf[depth];
    if (bitDepth === undefined) return null;
    return { colourType: hasAlpha ? `${colour}-alpha` : colour, bitDepth };
  } catch {
    return null;
  }
}
