import { spawnSync } from 'node:child_process';
import type { JpegOptions } from 'sharp';
import { sharp } from '#src/image/files/sharp.js';
import { encodePnm } from '#src/image/pnm.js';
import { createRaster } from '#src/image/raster.js';

/** libjpeg's encoder (Debian's libjpeg-turbo-progs), for what sharp does not write. */
export const hasCjpeg = spawnSync('cjpeg', ['-version']).error === undefined;

/** Makes a JPEG file of a picture file, at most 400 pixels wide and high and of an odd size. */
export type MakeJpeg = (picture: string | Uint8Array, quality: number) => Promise<Uint8Array>;

const exif = { IFD0: { Copyright: 'nobody', Orientation: '6' } };

/** Ways to write a JPEG file that sharp has. */
export const sharpWays: Readonly<Record<string, MakeJpeg>> = {
  'baseline 4:2:0': bySharp({}),
  'baseline 4:4:4': bySharp({ chromaSubsampling: '4:4:4', optimiseCoding: false }),
  'progressive, EXIF and ICC profile': bySharp({ progressive: true }, (image) =>
    image.withExif(exif).withIccProfile('p3'),
  ),
  grey: bySharp({}, (image) => image.grayscale()),
  mozjpeg: bySharp({ mozjpeg: true, chromaSubsampling: '4:4:4' }),
};

/** Ways that take cjpeg. */
export const cjpegWays: Readonly<Record<string, MakeJpeg>> = {
  '4:2:2, a restart marker a row': byCjpeg('-sample', '2x1', '-restart', '1'),
  '4:4:0, progressive': byCjpeg('-sample', '1x2', '-progressive', '-restart', '99B'),
  'RGB, not YCbCr': byCjpeg('-rgb'),
};

function small(picture: string | Uint8Array) {
  return sharp(picture).flatten().resize(397, 331, { fit: 'inside', withoutEnlargement: true });
}

function bySharp(
  options: JpegOptions,
  change: (image: ReturnType<typeof small>) => ReturnType<typeof small> = (image) => image,
): MakeJpeg {
  return async (picture, quality) =>
    new Uint8Array(
      await change(small(picture))
        .jpeg({ ...options, quality })
        .toBuffer(),
    );
}

function byCjpeg(...args: string[]): MakeJpeg {
  return async (picture, quality) => {
    const { data, info } = await small(picture)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const image = createRaster({ ...info, depth: 8, data: new Uint8Array(data) });
    const { status, stdout, stderr } = spawnSync('cjpeg', ['-quality', `${quality}`, ...args], {
      input: encodePnm(image),
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`cjpeg: ${stderr}`);
    return new Uint8Array(stdout);
  };
}
