import type { RdRecord } from '../results/record.js';
import { compare, obtain } from './record-groups.js';

/** Images that a codec was given in another layout than their own. */
export interface Conversion {
  readonly codec: string;
  /** As the records have it: `rgba8 -> rgb8`. */
  readonly conversion: string;
  readonly images: number;
  /** Images that were measured with the codec, failed ones included. */
  readonly of: number;
}

/** Which conversions codecs needed, on how many images at any setting, sorted. Pure. */
export function conversionsOf(records: readonly RdRecord[]): Conversion[] {
  const measured = new Map<string, Set<string>>();
  const converted = new Map<string, Map<string, Set<string>>>();
  for (const { codec, conversion, imageSha256 } of records) {
    obtain(measured, codec, () => new Set()).add(imageSha256);
    if (conversion === null) continue;
    const ofCodec = obtain(converted, codec, () => new Map());
    obtain(ofCodec, conversion, () => new Set()).add(imageSha256);
  }
  return [...converted]
    .flatMap(([codec, conversions]) =>
      [...conversions].map(([conversion, images]) => ({
        codec,
        conversion,
        images: images.size,
        of: measured.get(codec)!.size,
      })),
    )
    .sort((x, y) => compare(x.codec, y.codec) || compare(x.conversion, y.conversion));
}
