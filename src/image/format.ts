import path from 'node:path';

/** The image file formats that can be read, by their usual file name extensions. */
const extensions = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  webp: ['webp'],
  tiff: ['tif', 'tiff'],
  gif: ['gif'],
  avif: ['avif'],
  pnm: ['ppm', 'pgm', 'pbm', 'pnm', 'pam'],
} as const;

export type ImageFormat = keyof typeof extensions;

const titles: Record<ImageFormat, string> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  tiff: 'TIFF',
  gif: 'GIF',
  avif: 'AVIF',
  pnm: 'PNM',
};

/** Every format that can be read, in the spelling of messages. */
export const formatTitles: readonly string[] = Object.values(titles);

/** Every file name extension of an image that can be read, in lower case, without the dot. */
export const imageExtensions: readonly string[] = Object.values(extensions).flat();

/** The format that a file's first bytes tell, or null where it is none that can be read. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | null {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'webp';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(head)) return 'tiff';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (/^P[1-7][\s#]/.test(head)) return 'pnm';
  if (isAvif(bytes, head)) return 'avif';
  return null;
}

/** `JPEG` and the like, and the extension to give a file of the format. */
export function describeFormat(format: ImageFormat): { title: string; extension: string } {
  return { title: titles[format], extension: extensions[format][0] };
}

/** The format that a file's name promises, or null where its extension promises none. */
export function formatOfName(name: string): ImageFormat | null {
  const extension = path.extname(name).slice(1).toLowerCase();
  const formats = Object.keys(extensions) as ImageFormat[];
  const holds = (format: ImageFormat) =>
    (extensions[format] as readonly string[]).includes(extension);
  return formats.find(holds) ?? null;
}

/** A file type box, 'ftyp', with avif or avis (a sequence) among its brands. ISO/IEC 14496-12. */
function isAvif(bytes: Uint8Array, head: string): boolean {
  if (head.slice(4, 8) !== 'ftyp') return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const brands = head.slice(8, 12) + head.slice(16, size);
  return (brands.match(/.{4}/gs) ?? []).some((brand) => brand === 'avif' || brand === 'avis');
}
