import type { PngOptions } from 'sharp';
import type { Settings } from '../params.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec } from './codec.js';

/**
 * PNG by libpng and zlib-ng (sharp). Exact for grey, RGB and RGBA of 8 and 16 bit; with
 * `palette=true` (libimagequant) colours are reduced to at most 256 and it is lossy.
 *
 * `filter` is adaptive unless told, as PNG's specification advises for true colour; sharp leaves
 * filtering out, which makes the Kodak images 17 % larger.
 */
export const png: Codec = {
  id: 'png',
  title: 'PNG',
  kind: 'lossless',
  extension: 'png',
  params: {
    palette: { type: 'boolean', default: false, meaning: 'reduce to a palette; lossy' },
    level: {
      type: 'integer',
      min: 0,
      max: 9,
      default: 6,
      meaning: 'deflate level, 0 stores',
    },
    filter: {
      type: 'choice',
      values: ['none', 'adaptive'],
      default: 'adaptive',
      meaning: 'prediction of each row before deflate',
    },
    progressive: { type: 'boolean', default: false, meaning: 'Adam7 interlacing' },
    colours: {
      type: 'integer',
      min: 2,
      max: 256,
      default: 256,
      applies: (before) => before['palette'] === true,
      meaning: 'size of the palette',
    },
  },
  accepts: ({ palette }) =>
    palette === true ? { channels: [3, 4], depths: [8] } : { channels: [1, 3, 4], depths: [8, 16] },
  lossless: ({ palette }) => palette !== true,
  engine: ({ palette }) => {
    const libraries = ['png', 'zlib-ng', ...(palette === true ? ['imagequant'] : [])];
    return {
      name: palette === true ? 'libpng+zlib-ng+libimagequant' : 'libpng+zlib-ng',
      version: libraries.map((library) => libraryVersion('sharp', library)).join('+'),
      runtime: 'native',
    };
  },
  available: async () => true,
  open: async (settings, resources) => {
    const { openSharp } = await import('./sharpsession.js');
    const options = optionsOf(settings);
    return openSharp('png', resources, (source) => source.png(options));
  },
};

function optionsOf({ level, filter, progressive, palette, colours }: Settings): PngOptions {
  return {
    compressionLevel: Number(level),
    adaptiveFiltering: filter === 'adaptive',
    progressive: progressive === true,
    palette: palette === true,
    ...(palette === true ? { colours: Number(colours) } : {}),
  };
}
