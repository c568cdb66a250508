import type Vips from 'wasm-vips';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, type Raster } from '../../image/raster.js';
import type { JxlOptions, JxlSamples } from './vips-jobs.js';

export type VipsModule = NonNullable<typeof Vips>;

/** Registers a handle of WASM memory that is to be deleted when the work is done. */
export type Keep = <H extends { delete(): void }>(handle: H) => H;

type Image = InstanceType<VipsModule['Image']>;

/** A JPEG XL file of the picture, in the layout that it has. */
export function encodeJxl(
  vips: VipsModule,
  keep: Keep,
  image: Raster,
  options: JxlOptions,
): Uint8Array {
  return fromRaster(vips, keep, image).jxlsaveBuffer(options);
}

function fromRaster(vips: VipsModule, keep: Keep, image: Raster): Image {
  const { data, width, height, channels, depth } = image;
  const deep = depth === 16;
  const format = deep ? vips.BandFormat.ushort : vips.BandFormat.uchar;
  const samples = keep(vips.Image.newFromMemory(data, width, height, channels, format));
  const interpretation = channels === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
  return keep(samples.copy({ interpretation }));
}

/**
 * The picture in a JPEG XL file: grey to 1 channel, RGB to 3, either with alpha to 4; further
 * channels are left out. Samples are as libjxl gives them, with the profile that it says they are of.
 * @throws WorkError, before its samples are allocated, for one of more than `maxPixels` pixels
 */
export function decodeJxl(
  vips: VipsModule,
  keep: Keep,
  bytes: Uint8Array,
  maxPixels: number,
): JxlSamples {
  const file = keep(vips.Image.jxlloadBuffer(bytes));
  checkPixels(file.width, file.height, maxPixels);
  const grey = file.interpretation === 'b-w' || file.interpretation === 'grey16';
  const colours = grey ? 1 : 3;
  const wanted = colours + (file.hasAlpha() ? 1 : 0);
  let image = file.bands > wanted ? keep(file.extractBand(0, { n: wanted })) : file;
  if (image.format !== 'uchar' && image.format !== 'ushort') {
    // Floating point, 0..1 of the file's own scale; the cast clips and cuts off what is behind the point.
    image = keep(keep(image.linear(65535, 0.5)).cast('ushort'));
  }
  const deep = image.format === 'ushort';
  const hasProfile = image.getTypeof('icc-profile-data') !== 0;
  const profile = hasProfile ? image.getBlob('icc-profile-data').slice() : null;
  if (image.bands === 2) image = keep(image.colourspace(deep ? 'rgb16' : 'srgb'));
  const { width, height, bands } = image;
  const data = image.writeToMemory();
  if (!(data instanceof Uint8Array || data instanceof Uint16Array)) {
    throw new TypeError(`libvips gave samples of format ${image.format}`);
  }
  const depth = deep ? 16 : 8;
  return { image: createRaster({ width, height, channels: bands, depth, data }), profile };
}
