import { sharp } from '#src/image/files/sharp.js';
import { picture } from '../../support/photos.ts';

/** Texts that must not be found in a file that was stripped. */
export const secrets = {
  owner: 'OWNER-OF-THE-PICTURE',
  xmp: 'PLACE-IN-XMP',
  comment: 'A-COMMENT-IN-IT',
  /** Degrees of a latitude, as rational numbers in EXIF. */
  place: Buffer.from('0000006f00000001', 'hex'),
} as const;

const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="111,${secrets.xmp}N"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** An EXIF block, big-endian: orientation, owner, a place, and a thumbnail in a second directory. */
export function exifBlock(orientation = 6): Buffer {
  const owner = Buffer.from(`${secrets.owner}\0`, 'latin1');
  const entries = 3;
  const first = 8;
  const second = first + 2 + 12 * entries + 4;
  const place = second + 2 + 12 * 2 + 4;
  const values = place + 2 + 12 + 4;
  const thumbnail = values + secrets.place.length + owner.length;
  const exif = Buffer.alloc(thumbnail + 5);
  exif.write('MM\0*', 'latin1');
  exif.writeUInt32BE(first, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    exif.writeUInt16BE(tag, at);
    exif.writeUInt16BE(type, at + 2);
    exif.writeUInt32BE(count, at + 4);
    if (type === 3) exif.writeUInt16BE(value, at + 8);
    else exif.writeUInt32BE(value, at + 8);
  };
  exif.writeUInt16BE(entries, first);
  entry(first + 2, 0x112, 3, 1, orientation);
  entry(first + 14, 0x8825, 4, 1, place);
  entry(first + 26, 0x8298, 2, owner.length, values + secrets.place.length);
  exif.writeUInt32BE(second, first + 2 + 12 * entries);
  exif.writeUInt16BE(2, second);
  entry(second + 2, 0x201, 4, 1, thumbnail);
  entry(second + 14, 0x202, 4, 1, 5);
  exif.writeUInt16BE(1, place);
  entry(place + 2, 2, 5, 1, values);
  exif.set(secrets.place, values);
  exif.set(owner, values + secrets.place.length);
  exif.set(Buffer.from('THUMB'), thumbnail);
  return exif;
}

type Writable = 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif';

/** A file with EXIF that tells a place, XMP that tells one, and a colour profile, by sharp. */
export async function fileWith(format: Writable, orientation = 6): Promise<Buffer> {
  const { data, width, height, channels } = picture(64, 48);
  return sharp(data, { raw: { width, height, channels } })
    .toFormat(format, { quality: 90 })
    .withMetadata({ orientation })
    .withIccProfile('p3')
    .withExifMerge({
      IFD0: { Copyright: secrets.owner },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '111/1 0/1 0/1' },
    })
    .withXmp(xmp)
    .toBuffer();
}

/** Which of the secrets a file holds. */
export function told(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const swapped = Buffer.from(secrets.place).swap32();
  return Object.entries(secrets)
    .filter(
      ([, secret]) => file.includes(secret) || (secret === secrets.place && file.includes(swapped)),
    )
    .map(([name]) => name);
}
