import { createRegistry } from '../base/registry.js';
import type { Codec, JpegCodec } from './codec.js';

/** Every codec of pictures. Loading this table loads no codec and no codec library. */
export const codecs = createRegistry<Codec>('codec', {
  raw: async () => (await import('./raw.js')).raw,
  png: async () => (await import('./png.js')).png,
  jpeg: async () => (await import('./jpeg/jpeg.js')).jpeg,
  mozjpeg: async () => (await import('./jpeg/mozjpeg.js')).mozjpeg,
  jpegli: async () => (await import('./jpeg/jpegli.js')).jpegli,
  webp: async () => (await import('./webp.js')).webp,
  avif: async () => (await import('./avif.js')).avif,
  heic: async () => (await import('./heic/heic.js')).heic,
  jxl: async () => (await import('./jxl/jxl.js')).jxl,
  jpeg2000: async () => (await import('./jpeg2000/jpeg2000.js')).jpeg2000,
  htj2k: async () => (await import('./jpeg2000/htj2k.js')).htj2k,
  jpegls: async () => (await import('./jpegls/jpegls.js')).jpegls,
  qoi: async () => (await import('./qoi/qoi.js')).qoi,
  tiff: async () => (await import('./tiff.js')).tiff,
  gif: async () => (await import('./gif.js')).gif,
  vvc: async () => (await import('./vvc/vvc.js')).vvc,
  sprig: async () => (await import('./learned/codec.js')).loadLearned('sprig'),
  'bmshj2018-factorized': async () =>
    (await import('./learned/codec.js')).loadLearned('bmshj2018-factorized'),
  'bmshj2018-hyperprior': async () =>
    (await import('./learned/codec.js')).loadLearned('bmshj2018-hyperprior'),
  'bmshj2018-hyperprior-pareto': async () =>
    (await import('./learned/codec.js')).loadLearned('bmshj2018-hyperprior-pareto'),
  'mbt2018-mean': async () => (await import('./learned/codec.js')).loadLearned('mbt2018-mean'),
  mbt2018: async () => (await import('./learned/codec.js')).loadLearned('mbt2018'),
  'cheng2020-anchor': async () =>
    (await import('./learned/codec.js')).loadLearned('cheng2020-anchor'),
  mcucoder: async () => (await import('./learned/codec.js')).loadLearned('mcucoder'),
  'cheng2020-anchor-checkerboard': async () =>
    (await import('./learned/codec.js')).loadLearned('cheng2020-anchor-checkerboard'),
  'elic2022-official': async () =>
    (await import('./learned/codec.js')).loadLearned('elic2022-official'),
  'ldm-sr': async () => (await import('./learned/codec.js')).loadLearned('ldm-sr'),
  'vq-ithq': async () => (await import('./learned/codec.js')).loadLearned('vq-ithq'),
  movq21: async () => (await import('./learned/codec.js')).loadLearned('movq21'),
  cascade: async () => (await import('./learned/codec.js')).loadLearned('cascade'),
  walloc: async () => (await import('./learned/codec.js')).loadLearned('walloc'),
  liveaction: async () => (await import('./learned/codec.js')).loadLearned('liveaction'),
  frappe: async () => (await import('./learned/codec.js')).loadLearned('frappe'),
  taef2: async () => (await import('./learned/codec.js')).loadLearned('taef2'),
});

/** Every codec of JPEG files. */
export const jpegCodecs = createRegistry<JpegCodec>('codec', {
  'jxl-jpeg': async () => (await import('./jxl/jpeg.js')).jxlJpeg,
});
