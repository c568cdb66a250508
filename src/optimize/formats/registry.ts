import { createRegistry } from '../../base/registry.js';
import type { OptimizeFormat } from '../contract.js';
import type { FormatId } from './table.js';

const loaders: Readonly<Record<FormatId, () => Promise<OptimizeFormat>>> = {
  apng: async () => (await import('./apng.js')).apng,
  png: async () => (await import('./png.js')).png,
  jpeg: async () => (await import('./jpeg.js')).jpeg,
  webp: async () => (await import('./webp.js')).webp,
  gif: async () => (await import('./gif.js')).gif,
  jxl: async () => (await import('./jxl.js')).jxl,
  heic: async () => (await import('./heic.js')).heic,
  avif: async () => (await import('./avif.js')).avif,
  tiff: async () => (await import('./tiff.js')).tiff,
  bmp: async () => (await import('./bmp.js')).bmp,
  svg: async () => (await import('./svg.js')).svg,
  svgz: async () => (await import('./svg.js')).svgz,
};

/** Every format that is optimised, with its trials. */
export const optimizeFormats = createRegistry<OptimizeFormat>('format', loaders);
