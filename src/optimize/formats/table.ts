import { heicFormat } from '../../codecs/heic/format.js';
import { jpeglsFormat } from '../../codecs/jpegls/format.js';
import { jxlFormat } from '../../codecs/jxl/format.js';
import { type FileFormat, imageFormats } from '../../image/format.js';
import { readChunks } from '../../image/png-chunks.js';
import { vectorFormat } from '../../image/vector.js';

/** Facts of a format that optimised files are read from and written to. Loading this loads no codec. */
export interface FormatFacts extends FileFormat {
  /** Media type, RFC 6838. */
  readonly mediaType: string;
  readonly holdsAlpha: boolean;
  readonly holdsFrames: boolean;
}

const { avif, bmp, gif, jpeg, png, tiff, webp } = imageFormats;

/** By id; where a file could be of two, it is of the first. */
const table = {
  apng: {
    ...png,
    ...{ id: 'apng', title: 'APNG', extensions: ['png', 'apng'], mediaType: 'image/apng' },
    recognises: isAnimatedPng,
    ...{ holdsAlpha: true, holdsFrames: true },
  },
  png: { ...png, mediaType: 'image/png', holdsAlpha: true, holdsFrames: false },
  jpeg: {
    ...jpeg,
    // JPEG-LS begins as JPEG does.
    recognises: (bytes) => jpeg.recognises(bytes) && !jpeglsFormat.recognises(bytes),
    ...{ mediaType: 'image/jpeg', holdsAlpha: false, holdsFrames: false },
  },
  webp: { ...webp, mediaType: 'image/webp', holdsAlpha: true, holdsFrames: true },
  gif: { ...gif, mediaType: 'image/gif', holdsAlpha: true, holdsFrames: true },
  jxl: { ...jxlFormat, mediaType: 'image/jxl', holdsAlpha: true, holdsFrames: false },
  heic: { ...heicFormat, mediaType: 'image/heic', holdsAlpha: true, holdsFrames: false },
  avif: { ...avif, mediaType: 'image/avif', holdsAlpha: true, holdsFrames: false },
  tiff: { ...tiff, mediaType: 'image/tiff', holdsAlpha: true, holdsFrames: false },
  bmp: { ...bmp, mediaType: 'image/bmp', holdsAlpha: false, holdsFrames: false },
  svg: {
    ...{ id: 'svg', title: 'SVG', extensions: ['svg'], mediaType: 'image/svg+xml' },
    recognises: (bytes) => vectorFormat(bytes) === 'SVG',
    ...{ holdsAlpha: true, holdsFrames: false },
  },
  svgz: {
    ...{ id: 'svgz', title: 'SVGZ', extensions: ['svgz'], mediaType: 'image/svg+xml' },
    recognises: (bytes) => vectorFormat(bytes) === 'SVGZ',
    ...{ holdsAlpha: true, holdsFrames: false },
  },
} as const satisfies Record<string, FormatFacts>;

/** Id of a format that is optimised. */
export type FormatId = keyof typeof table;

/** Every format that is optimised, by id. */
export const formatFacts: Readonly<Record<FormatId, FormatFacts>> = table;

export const formatIds = Object.keys(table) as readonly FormatId[];

/** The format of a file by its bytes, or null where it is none that is optimised. */
export function formatOfFile(bytes: Uint8Array): FormatId | null {
  return formatIds.find((id) => formatFacts[id].recognises(bytes)) ?? null;
}

/** A PNG file with an acTL chunk before its pixels, of however many pictures. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  return png.recognises(bytes) && readChunks(bytes).has('acTL');
}
