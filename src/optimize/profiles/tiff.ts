/** Tag of the ICC profile, of the type "undefined". ICC.1, annex B.5. */
const [profileTag, undefinedType] = [34675, 7];

/**
 * A TIFF file with an ICC profile: its first directory is written anew behind all else, with the profile.
 * Files of one directory, as encoders write them; it has no profile yet.
 * @returns null for BigTIFF, and for a file that has several directories
 */
export function profileIntoTiff(bytes: Uint8Array, profile: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint8(0) === 0x49;
  if (view.getUint16(2, little) !== 42) return null;
  const directory = view.getUint32(4, little);
  const count = view.getUint16(directory, little);
  const tableEnd = directory + 2 + 12 * count;
  if (view.getUint32(tableEnd, little) !== 0) return null;
  const body = Buffer.concat([bytes, new Uint8Array(bytes.length % 2)]);
  const own = Buffer.alloc(12);
  const ownView = new DataView(own.buffer, own.byteOffset, own.length);
  ownView.setUint16(0, profileTag, little);
  ownView.setUint16(2, undefinedType, little);
  ownView.setUint32(4, profile.length, little);
  const entries = Array.from({ length: count }, (_, i) =>
    body.subarray(directory + 2 + 12 * i, directory + 14 + 12 * i),
  );
  const tagOf = (entry: Uint8Array): number =>
    new DataView(entry.buffer, entry.byteOffset).getUint16(0, little);
  const table = [...entries, own].sort((a, b) => tagOf(a) - tagOf(b));
  const head = Buffer.alloc(2);
  new DataView(head.buffer, head.byteOffset).setUint16(0, table.length, little);
  const length = 2 + 12 * table.length + 4;
  ownView.setUint32(8, body.length + length, little);
  new DataView(body.buffer, body.byteOffset).setUint32(4, body.length, little);
  return new Uint8Array(Buffer.concat([body, head, ...table, Buffer.alloc(4), profile]));
}
