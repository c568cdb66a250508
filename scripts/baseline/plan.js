// What results/baseline is to hold, in the order of its worth. `scripts/baseline.js` runs it.

/** Metrics whose networks come with the project, or need none. */
const cheap = 'psnr,ssim,ms-ssim,ssimulacra2,butteraugli,butteraugli-p3,lpips-alex';

/** Metrics by VGG16: their networks are made by `pareto models export`, and they take seconds. */
const deep = 'lpips-vgg,dists';

/** Codecs at their defaults: the curves that every data set has. */
const codecs = [
  ...['png', 'jpeg', 'mozjpeg', 'jpegli', 'webp', 'avif', 'heic', 'jxl', 'jpeg2000', 'htj2k'],
  ...['jpegls', 'qoi', 'tiff', 'gif', 'vvc', 'sprig', 'taef2:quality=0+20+40+60'],
];

/** Engines, speeds and entropy coders beside the defaults, on Kodak. */
const variants = [
  ...['jpeg:engine=turbo', 'webp:engine=wasm', 'jxl:engine=native', 'vvc:preset=faster'],
  ...['webp:effort=0', 'webp:effort=6'],
  ...['avif:speed=10', 'avif:speed=8', 'avif:speed=4', 'avif:speed=0'],
  ...['jxl:effort=3', 'jxl:effort=5', 'jxl:effort=9'],
  'sprig:entropy=arith',
  'sprig:entropy=huffman+jpegls+zstd+jxl,quality=20+40+60+80',
  'bmshj2018-hyperprior-pareto',
];

const over = (/** @type {string} */ dataset, /** @type {string[]} */ list, metrics = cheap) =>
  list.map((codec) => ({ dataset, codecs: codec, metrics }));

/** Sweeps of rate and distortion, the most wanted first. */
export const rdSteps = [
  ...over('kodak', codecs),
  ...over('gb82-screen', codecs),
  ...over('gb82-photo', codecs),
  ...over('large-photo', codecs),
  ...over('kodak', variants),
  ...over('kodak', codecs, deep),
  ...over('gb82-screen', codecs, deep),
  ...over('gb82-photo', codecs, deep),
];

/** Pictures that are timed: twelve of Kodak, the three of earlier versions among them. */
const timedPictures = [1, 2, 3, 5, 7, 9, 11, 13, 15, 17, 19, 23];

/** Sweeps of times. More passes than those of earlier versions, so that these count. */
export const timeSteps = [...codecs, ...variants].map((codec) => ({
  dataset: 'kodak',
  codecs: codec,
  images: timedPictures.map((number) => `kodim${String(number).padStart(2, '0')}`),
  passes: 6,
}));
