import type { TiffOptions } from 'sharp';
import type { Settings } from '../base/params.js';
import { imageFormats } from '../image/format.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Accepts, Codec } from './codec.js';

const compressions = ['deflate', 'lzw', 'packbits', 'none', 'jpeg', 'webp'] as const;

/** The libraries behind libtiff that do the compression. */
const helpers: Readonly<Record<string, string>> = {
  deflate: 'zlib-ng',
  jpeg: 'mozjpeg',
  webp: 'webp',
};

const lossy = ({ compression }: Settings) => compression === 'jpeg' || compression === 'webp';
const dictionary = ({ compression }: Settings) =>
  compression === 'deflate' || compression === 'lzw';

/**
 * TIFF 6.0 by libtiff (sharp), in strips. Exact for grey, RGB and RGBA of 8 and 16 bit; with
 * `compression=jpeg` or `webp` it is lossy and of 8 bit.
 *
 * JPEG in TIFF is 4:2:0 below quality 90. From 90 up libvips leaves out the colour transform too, and
 * the file is a multiple of the size.
 */
export const tiff: Codec = {
  id: 'tiff',
  title: 'TIFF',
  kind: 'lossless',
  format: imageFormats.tiff,
  params: {
    compression: {
      type: 'choice',
      values: compressions,
      default: 'deflate',
      meaning: 'how each strip is compressed; jpeg and webp are lossy',
    },
    predictor: {
      type: 'choice',
      values: ['horizontal', 'none'],
      default: 'horizontal',
      applies: dictionary,
      meaning: 'differences of neighbours in place of samples',
    },
    quality: {
      type: 'integer',
      min: 1,
      max: 100,
      default: 75,
      sweep: [5, 15, 30, 45, 60, 75, 85, 90, 95],
      applies: lossy,
      meaning: "libjpeg's or libwebp's quality",
    },
  },
  accepts: ({ compression }): Accepts => {
    if (compression === 'jpeg') return { channels: [1, 3], depths: [8] };
    if (compression === 'webp') return { channels: [3, 4], depths: [8] };
    return { channels: [1, 3, 4], depths: [8, 16] };
  },
  limits: () => ({ side: 2 ** 32 - 1 }),
  lossless: (settings) => !lossy(settings),
  engine: ({ compression }) => {
    const helper = helpers[String(compression)];
    const libraries = ['tiff', ...(helper === undefined ? [] : [helper])];
    return {
      name: helper === undefined ? 'libtiff' : `libtiff+${helper}`,
      version: libraries.map((library) => libraryVersion('sharp', library)).join('+'),
      runtime: 'native',
    };
  },
  available: async () => true,
  estimation: { rowFiltered: true },
  open: async (settings, resources) => {
    const { openSharp } = await import('./sharp-session.js');
    const options = optionsOf(settings);
    return openSharp(imageFormats.tiff, resources, (source) => source.tiff(options));
  },
};

function optionsOf({ compression, predictor, quality }: Settings): TiffOptions {
  const kind = compressions.find((each) => each === compression) ?? 'deflate';
  if (kind === 'jpeg' || kind === 'webp') return { compression: kind, quality: Number(quality) };
  return { compression: kind, predictor: predictor === 'horizontal' ? 'horizontal' : 'none' };
}
