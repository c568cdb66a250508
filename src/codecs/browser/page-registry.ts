import type { Settings } from '../../base/params.js';
import { createRegistry } from '../../base/registry.js';
import type { Codec } from '../codec.js';

/**
 * The codecs that run in a page: those of the bench in JavaScript and WASM, and the browser's own. Keys,
 * bytes and scores of the former are those of Node.
 */
export const pageCodecs = createRegistry<Codec>('codec', {
  raw: async () => (await import('../raw.js')).raw,
  qoi: async () => (await import('../qoi/qoi.js')).qoi,
  jpegls: async () => (await import('../jpegls/jpegls.js')).jpegls,
  jpeg2000: async () => (await import('../jpeg2000/jpeg2000.js')).jpeg2000,
  htj2k: async () => (await import('../jpeg2000/htj2k.js')).htj2k,
  jxl: async () => (await import('../jxl/jxl.js')).jxl,
  webp: async () => (await import('../webp.js')).webp,
  jpeg: async () => (await import('../jpeg/jpeg.js')).jpeg,
  avif: async () => (await import('../avif.js')).avif,
  png: async () => (await import('../png.js')).png,
  sprig: async () => (await import('./sprig.js')).loadWebSprig(),
  'browser-jpeg': async () => (await import('./browser-codecs.js')).browserJpeg,
  'browser-webp': async () => (await import('./browser-codecs.js')).browserWebp,
  'browser-png': async () => (await import('./browser-codecs.js')).browserPng,
  'browser-avif': async () => (await import('./browser-codecs.js')).browserAvif,
  'browser-jxl': async () => (await import('./browser-codecs.js')).browserJxl,
});

/** Whether a codec is the browser's own, so that its engine is known in the page alone. */
export function isOfBrowser(id: string): boolean {
  return id.startsWith('browser-');
}

/** True where a page can run a codec at these settings, or what to name instead. */
export function runsInPage(codec: Codec, settings: Settings): true | string {
  if (isOfBrowser(codec.id)) return true;
  if (codec.kind === 'learned') return true;
  const { runtime } = codec.engine(settings);
  if (runtime === 'wasm' || runtime === 'js') {
    const engine = settings['engine'];
    if (engine === 'vips') return instead('jsquash');
    return engine === 'oxipng' ? instead('wasm') : true;
  }
  return instead(codec.id === 'jxl' ? 'jsquash' : 'wasm');
}

const instead = (engine: string): string => `no page has this engine; name engine=${engine}`;
