/** Where the two pictures of a check come from. */
export type PairSource =
  /** Made by the program, see `made.ts`. */
  | { readonly kind: 'made'; readonly name: string }
  /** Two files of a collection in datasets/pairs. */
  | {
      readonly kind: 'files';
      readonly collection: string;
      readonly reference: string;
      readonly decoded: string;
    }
  /** Images of a data set through a codec; the value is the mean over the images. */
  | {
      readonly kind: 'coded';
      readonly codec: string;
      readonly dataset: string;
      /** All of the data set's images where none are named. */
      readonly images?: readonly string[];
      /** Length of the coded file, where it is published: proof that it is the same file. */
      readonly bytes?: number;
    };

/** Values that others have published, or that follow from the definition, for one pair. */
export interface Published {
  readonly source: string;
  readonly pair: PairSource;
  readonly expected: Readonly<Record<string, Expected>>;
}

export interface Expected {
  readonly value: number;
  /** Greatest difference that is no miss, in the value's own unit. */
  readonly tolerance: number;
}

const within = (value: number, tolerance: number): Expected => ({ value, tolerance });
const share = (value: number, part: number): Expected => within(value, value * part);

const definition = 'follows from the definition';
const compressai = 'CompressAI 869a9f5, results/image/kodak/webp.json';
const libjxl = "libjxl's tools, built 2026, on the file of cjpeg 2.1.5";
const seaotter = 'UT-SysML/seaotter 9c46aad, results/codec_kodak, by piq 0.8';

/** Luminance term of SSIM for flat pictures of two levels, K1 = 0.01, peak 255. */
const luminance = (a: number, b: number): number =>
  (2 * a * b + 2.55 ** 2) / (a ** 2 + b ** 2 + 2.55 ** 2);

const jpeg = (quality: number): string => `jpeg:optimise=false,chroma=4:2:0,quality=${quality}`;

/** libjpeg-turbo's own program writes a JFIF header of 18 bytes that sharp leaves out. */
const jfif = 18;

type LibjxlRow = readonly [string, number, number, number, number, number];

/** Image, quality, bytes, SSIMULACRA2, Butteraugli's maximum and its 3-norm. */
const libjxlRows: readonly LibjxlRow[] = [
  ['kodim01', 30, 45334, 47.76366938, 4.3558239937, 2.162547],
  ['kodim01', 91, 162375, 85.51809789, 1.5110487938, 0.675543],
  ['kodim05', 30, 50964, 52.42173545, 7.4557790756, 2.283561],
  ['kodim05', 91, 170799, 85.60923747, 3.2570896149, 0.823911],
  ['kodim10', 30, 25146, 47.17522215, 5.9359397888, 2.101068],
  ['kodim10', 91, 98601, 85.14809139, 1.8423535824, 0.741534],
  ['kodim12', 30, 23242, 42.6503382, 4.9021849632, 2.091018],
  ['kodim12', 91, 92667, 84.82972912, 1.8480261564, 0.736749],
];

type SeaotterRow = readonly [string, number, number, number, number, number];

/**
 * Image, quality, bytes, PSNR, SSIM after pooling, LPIPS-VGG in dB. The DISTS of that table is left
 * out: piq first shrinks the pictures.
 */
const seaotterRows: readonly SeaotterRow[] = [
  ['kodim01', 39, 53320, 29.050612309709436, 0.9636386036872864, 7.275783389669419],
  ['kodim10', 39, 29496, 33.35074549440844, 0.9564102292060852, 5.640740861450688],
  ['kodim01', 91, 162375, 37.414572140349975, 0.9939601421356201, 14.387981153255783],
  ['kodim10', 91, 98601, 39.75793027568145, 0.9885959625244141, 10.87809168454173],
];

const fromDecibels = (decibels: number): number => 10 ** (-decibels / 10);

/** Every published value that the metrics are compared with. */
export const published: readonly Published[] = [
  {
    source: definition,
    pair: { kind: 'made', name: 'one level brighter' },
    expected: {
      psnr: within(20 * Math.log10(255), 1e-9),
      'psnr-y': within(20 * Math.log10(255), 1e-9),
    },
  },
  {
    source: definition,
    pair: { kind: 'made', name: 'ten levels bluer' },
    expected: {
      psnr: within(10 * Math.log10((3 * 255 ** 2) / 100), 1e-9),
      'psnr-y': within(20 * Math.log10(255 / 1.14), 1e-9),
    },
  },
  {
    source: definition,
    pair: { kind: 'made', name: 'flat, 100 and 150' },
    expected: {
      ssim: within(luminance(100, 150), 1e-6),
      'ssim-pooled': within(luminance(100, 150), 1e-6),
      'ms-ssim': within(luminance(100, 150) ** 0.1333, 1e-6),
      ssimjs: within(luminance(100, 150), 1e-6),
    },
  },
  {
    source: definition,
    pair: { kind: 'made', name: 'half of it inverted' },
    expected: { pixelmatch: within(0.5, 0) },
  },
  {
    source: compressai,
    pair: { kind: 'coded', codec: 'webp:quality=30', dataset: 'kodak' },
    expected: {
      psnr: within(31.44262071523305, 1e-4),
      'ms-ssim': within(0.9641667927304903, 1e-5),
    },
  },
  {
    source: compressai,
    pair: { kind: 'coded', codec: 'webp:quality=75', dataset: 'kodak' },
    expected: {
      psnr: within(35.104168463128424, 1e-4),
      'ms-ssim': within(0.9832107946276665, 1e-5),
    },
  },
  ...seaotterRows.map(
    ([image, quality, bytes, db, pooled, lpips]): Published => ({
      source: seaotter,
      pair: {
        kind: 'coded',
        codec: jpeg(quality),
        dataset: 'kodak',
        images: [image],
        bytes: bytes - jfif,
      },
      expected: {
        psnr: within(db, 1e-4),
        'ssim-pooled': within(pooled, 1e-5),
        'lpips-vgg': within(fromDecibels(lpips), 1e-3),
      },
    }),
  ),
  {
    source: 'DISTS-pytorch 0.1 on PyTorch 2.5.1, at full size',
    pair: {
      kind: 'coded',
      codec: jpeg(39),
      dataset: 'kodak',
      images: ['kodim01'],
      bytes: 53320 - jfif,
    },
    expected: { dists: within(fromDecibels(9.3035), 1e-4) },
  },
  ...libjxlRows.map(
    ([image, quality, bytes, ssimulacra2, butteraugli, norm]): Published => ({
      source: libjxl,
      pair: {
        kind: 'coded',
        codec: jpeg(quality),
        dataset: 'kodak',
        images: [image],
        bytes: bytes - jfif,
      },
      expected: {
        ssimulacra2: within(ssimulacra2, 0.01),
        butteraugli: share(butteraugli, 0.005),
        'butteraugli-p3': share(norm, 0.005),
      },
    }),
  ),
  {
    source: 'rust-av/ssimulacra2 eb58170, src/lib.rs, of the C++ tool',
    pair: {
      kind: 'files',
      collection: 'ssimulacra2',
      reference: 'tank_source',
      decoded: 'tank_distorted',
    },
    expected: { ssimulacra2: within(17.398505, 0.25) },
  },
  {
    source: 'README of richzhang/PerceptualSimilarity',
    pair: { kind: 'files', collection: 'lpips', reference: 'ex_ref', decoded: 'ex_p0' },
    expected: { 'lpips-alex': within(0.722, 1e-3) },
  },
  {
    source: 'README of richzhang/PerceptualSimilarity',
    pair: { kind: 'files', collection: 'lpips', reference: 'ex_ref', decoded: 'ex_p1' },
    expected: { 'lpips-alex': within(0.138, 1e-3) },
  },
  {
    source: 'PyTorch 1.13 with the weights of lpips 0.1',
    pair: { kind: 'files', collection: 'lpips', reference: 'ex_ref', decoded: 'ex_p0' },
    expected: { 'lpips-squeeze': within(0.7110476335510612, 1e-3) },
  },
  {
    source: 'PyTorch 1.13 with the weights of lpips 0.1',
    pair: { kind: 'files', collection: 'lpips', reference: 'ex_ref', decoded: 'ex_p1' },
    expected: { 'lpips-squeeze': within(0.14790159510448575, 1e-3) },
  },
];
