import { createRegistry } from '../../base/registry.js';
import type { OptimizeFormat } from '../contract.js';
import type { FormatId } from './table.js';

/** What is not written yet, only read. */
const readOnly: OptimizeFormat = { trials: [] };

const loaders: Readonly<Record<FormatId, () => Promise<OptimizeFormat>>> = {
  apng: async () => readOnly,
  png: async () => (await import('./png.js')).png,
  jpeg: async () => (await import('./jpeg.js')).jpeg,
  webp: async () => readOnly,
  gif: async () => readOnly,
  jxl: async () => readOnly,
  heic: async () => readOnly,
  avif: async () => readOnly,
  tiff: async () => readOnly,
  bmp: async () => readOnly,
};

/** Every format that is optimised, with its trials. */
export const optimizeFormats = createRegistry<OptimizeFormat>('format', loaders);
