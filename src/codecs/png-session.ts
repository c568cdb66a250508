import { imageFormats } from '../image/format.js';
import { readPng } from '../image/png-read.js';
import { storePng } from '../image/png-store.js';
import { openOxipng } from '../runtimes/wasm/oxipng.js';
import type { CodecSession, Resources } from './codec.js';
import { requireFormat } from './formats.js';

/** PNG without native code: a stored file that oxipng compresses, and a reader of our own. */
export async function openPngSession(
  { maxPixels }: Resources,
  options: { readonly level: number; readonly interlaced: boolean },
): Promise<CodecSession> {
  const oxipng = await openOxipng();
  return {
    async encode(image, clock) {
      const stored = clock.stage('prepare', () => storePng(image));
      return clock.stage('encode', () => oxipng.optimise(stored, options));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, imageFormats.png);
      return clock.stage('decode', () => readPng(bytes, { maxPixels }));
    },
    close: async () => oxipng.close(),
  };
}
