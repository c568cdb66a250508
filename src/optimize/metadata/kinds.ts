/** What a file says beside its picture, by kind. Colour profiles are none of it: they always stay. */
export const metadataKinds = ['exif', 'gps', 'thumbnails', 'xmp', 'iptc', 'comments'] as const;

/**
 * `exif` without `gps` and `thumbnails` is kept without these. XMP that tells a place is kept only
 * together with `gps`. `comments` are texts of any kind, dates and the names of programs.
 */
export type MetadataKind = (typeof metadataKinds)[number];

/** What is kept of a file's metadata; nothing unless told. */
export interface MetadataOptions {
  readonly keep?: readonly MetadataKind[] | undefined;
}

/** Whether a kind is kept. */
export type Keeps = (kind: MetadataKind) => boolean;

/** The options as a question. */
export function keeping({ keep = [] }: MetadataOptions): Keeps {
  return (kind) => keep.includes(kind);
}

/** Whether an XMP packet stays: one that tells a place goes unless that is kept too. */
export function keepsXmp(packet: Uint8Array, keeps: Keeps): boolean {
  if (!keeps('xmp')) return false;
  return keeps('gps') || !/GPS|geo:|Location/i.test(Buffer.from(packet).toString('latin1'));
}
