import type { PngOptions } from 'sharp';
import { untimed } from '../base/clock.js';
import type { Settings } from '../base/params.js';
import { imageFormats } from '../image/format.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec, CodecSession } from './codec.js';

const bySharp = (before: Settings) => before['engine'] === 'sharp';
const byWasm = (before: Settings) => before['engine'] === 'wasm';
const byOxipng = (before: Settings) => before['engine'] === 'oxipng' || byWasm(before);
const reduced = (before: Settings) => before['palette'] === true;

/** The release of oxipng that @jsquash/oxipng 2.3.0 is built from. */
const oxipngVersion = '9.1.1';

/**
 * PNG by libpng and zlib-ng (sharp), or made as small as it gets by oxipng (WASM). Exact for grey, RGB
 * and RGBA of 8 and 16 bit; with `palette=true` (libimagequant) colours are reduced to at most 256 and
 * it is lossy.
 *
 * `filter` is adaptive unless told, as PNG's specification advises for true colour; sharp leaves
 * filtering out, which makes the Kodak images 17 % larger. Palettes are not filtered, as advised too.
 * oxipng tries filters and layouts by itself; with `engine=wasm` it does so without native code beside it,
 * as in a page, over a stored file, and the files are read by a reader of our own.
 */
export const png: Codec = {
  id: 'png',
  title: 'PNG',
  kind: 'lossless',
  format: imageFormats.png,
  params: {
    engine: {
      type: 'choice',
      values: ['sharp', 'oxipng', 'wasm'],
      default: 'sharp',
      meaning: 'libpng in sharp; oxipng over a file of it; or oxipng alone, with no native code',
    },
    palette: {
      type: 'boolean',
      default: false,
      applies: (before) => !byWasm(before),
      meaning: 'reduce to a palette; lossy',
    },
    level: {
      type: 'integer',
      min: 0,
      max: 9,
      default: 6,
      applies: bySharp,
      meaning: 'deflate level, 0 stores',
    },
    filter: {
      type: 'choice',
      values: ['none', 'adaptive'],
      default: 'adaptive',
      applies: (before) => bySharp(before) && !reduced(before),
      meaning: 'prediction of each row before deflate',
    },
    optimisation: {
      type: 'integer',
      min: 0,
      max: 6,
      default: 2,
      applies: byOxipng,
      meaning: "oxipng's level: 0 quickest, 6 smallest",
    },
    progressive: { type: 'boolean', default: false, meaning: 'Adam7 interlacing' },
    effort: {
      type: 'integer',
      min: 1,
      max: 10,
      default: 7,
      applies: reduced,
      meaning: 'how hard the best palette is looked for',
    },
    dither: {
      type: 'number',
      min: 0,
      max: 1,
      default: 1,
      applies: reduced,
      meaning: 'error diffusion: 0 none, 1 full',
    },
    colours: {
      type: 'integer',
      min: 2,
      max: 256,
      default: 256,
      applies: reduced,
      meaning: 'most colours of the palette; in effect 2, 4, 16 or 256',
    },
    quality: {
      type: 'integer',
      min: 1,
      max: 100,
      default: 100,
      sweep: [1, 5, 10, 20, 30, 40, 50],
      applies: reduced,
      meaning: "libimagequant's: as few colours as do for it",
    },
  },
  accepts: ({ palette }) =>
    palette === true ? { channels: [3, 4], depths: [8] } : { channels: [1, 3, 4], depths: [8, 16] },
  limits: () => ({ side: 2 ** 31 - 1 }),
  lossless: ({ palette }) => palette !== true,
  engine: (settings) => {
    if (byWasm(settings)) return { name: 'oxipng', version: oxipngVersion, runtime: 'wasm' };
    const libraries = [
      ...(byOxipng(settings) ? [['oxipng', oxipngVersion] as const] : []),
      ['libpng', libraryVersion('sharp', 'png')] as const,
      ['zlib-ng', libraryVersion('sharp', 'zlib-ng')] as const,
      ...(reduced(settings)
        ? [['libimagequant', libraryVersion('sharp', 'imagequant')] as const]
        : []),
    ];
    return {
      name: libraries.map(([name]) => name).join('+'),
      version: libraries.map(([, version]) => version).join('+'),
      runtime: byOxipng(settings) ? 'wasm' : 'native',
    };
  },
  available: async () => true,
  estimation: { rowFiltered: true },
  open: async (settings, resources) => {
    if (byWasm(settings)) {
      const { openPngSession } = await import('./png-session.js');
      return openPngSession(resources, trialsOf(settings));
    }
    const { openSharp } = await import('./sharp-session.js');
    const options = optionsOf(settings);
    const session = openSharp(imageFormats.png, resources, (source) => source.png(options));
    return byOxipng(settings) ? optimising(session, settings) : session;
  },
};

/** The session with oxipng behind its encoder. */
async function optimising(session: CodecSession, settings: Settings): Promise<CodecSession> {
  const { openOxipng } = await import('../runtimes/wasm/oxipng.js');
  const oxipng = await openOxipng();
  const options = trialsOf(settings);
  return {
    ...session,
    async encode(image, clock) {
      const plain = await clock.stage('prepare', () => session.encode(image, untimed));
      return clock.stage('encode', () => oxipng.optimise(plain, options));
    },
    async close() {
      oxipng.close();
      await session.close();
    },
  };
}

/** How hard oxipng looks. */
function trialsOf({ optimisation, progressive }: Settings) {
  return { level: Number(optimisation), interlaced: progressive === true };
}

function optionsOf(settings: Settings): PngOptions {
  const { filter, progressive, effort, dither, colours, quality } = settings;
  return {
    // Nothing is gained by compressing what oxipng unpacks.
    compressionLevel: bySharp(settings) ? Number(settings['level']) : 0,
    adaptiveFiltering: filter === 'adaptive',
    progressive: bySharp(settings) && progressive === true,
    palette: reduced(settings),
    ...(reduced(settings)
      ? {
          effort: Number(effort),
          dither: Number(dither),
          colours: Number(colours),
          quality: Number(quality),
        }
      : {}),
  };
}
