import { createRaster, type Raster } from '../image/raster.js';
import type { Settings } from '../params.js';
import { checkPixels } from '../runtimes/pixels.js';
import {
  type Keep,
  startVips,
  useVipsThreads,
  type VipsModule,
  withVips,
} from '../runtimes/vips.js';
import type { CodecSession, Resources } from './codec.js';
import { requireFormat } from './signature.js';

type Image = InstanceType<VipsModule['Image']>;

/** JPEG XL by the libjxl of wasm-vips. */
export async function openJxlVips(
  settings: Settings,
  { threads, maxPixels }: Resources,
): Promise<CodecSession> {
  const { lossless, effort, tier, distance, quality } = settings;
  const target =
    lossless === true
      ? { lossless: true }
      : distance !== undefined
        ? { distance: Number(distance) }
        : { Q: Number(quality) };
  const options = { ...target, effort: Number(effort), tier: Number(tier) };
  await startVips();
  await useVipsThreads(threads);
  return {
    encode: (image, clock) =>
      clock.stage('encode', () =>
        withVips((vips, keep) => fromRaster(vips, keep, image).jxlsaveBuffer(options)),
      ),
    async decode(bytes, clock) {
      requireFormat(bytes, 'jxl');
      return withVips((vips, keep) => {
        const file = clock.stage('parse', () => keep(vips.Image.jxlloadBuffer(bytes)));
        checkPixels(file.width, file.height, maxPixels);
        return clock.stage('decode', () => toRaster(keep, file));
      });
    },
    close: () => useVipsThreads(1),
  };
}

function fromRaster(vips: VipsModule, keep: Keep, image: Raster): Image {
  const { data, width, height, channels, depth } = image;
  const deep = depth === 16;
  const format = deep ? vips.BandFormat.ushort : vips.BandFormat.uchar;
  const samples = keep(vips.Image.newFromMemory(data, width, height, channels, format));
  const interpretation = channels === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
  return keep(samples.copy({ interpretation }));
}

/** Grey to 1 channel, RGB to 3, either with alpha to 4; further channels are left out. */
function toRaster(keep: Keep, file: Image): Raster {
  const grey = file.interpretation === 'b-w' || file.interpretation === 'grey16';
  const colours = grey ? 1 : 3;
  const wanted = colours + (file.hasAlpha() ? 1 : 0);
  let image = file.bands > wanted ? keep(file.extractBand(0, { n: wanted })) : file;
  if (image.format !== 'uchar' && image.format !== 'ushort') {
    image = keep(keep(image.colourspace(grey ? 'grey16' : 'rgb16')).cast('ushort'));
  }
  const deep = image.format === 'ushort';
  if (hasForeignProfile(image)) {
    image = keep(image.iccTransform('srgb', { embedded: true, depth: deep ? 16 : 8 }));
  }
  if (image.bands === 2) image = keep(image.colourspace(deep ? 'rgb16' : 'srgb'));
  const { width, height, bands } = image;
  const data = image.writeToMemory();
  if (!(data instanceof Uint8Array || data instanceof Uint16Array)) {
    throw new TypeError(`libvips gave samples of format ${image.format}`);
  }
  return createRaster({ width, height, channels: bands, depth: deep ? 16 : 8, data });
}

/** libjxl gives every picture a profile; those that it names so are sRGB already. */
function hasForeignProfile(image: Image): boolean {
  if (image.getTypeof('icc-profile-data') === 0) return false;
  const name = profileName(image.getBlob('icc-profile-data'));
  return name !== 'sRGB' && name !== 'Gra_D65_Rel_SRG';
}

/** The description of an ICC profile of version 4: tag `desc` of type `mluc`, UTF-16 (ICC.1). */
function profileName(profile: Uint8Array): string {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const [tagTable, tagSize] = [128, 12];
  const within = (offset: number, length: number) => offset + length <= profile.length;
  if (!within(tagTable, 4)) return '';
  for (let i = 0; i < view.getUint32(tagTable); i++) {
    const tag = tagTable + 4 + i * tagSize;
    if (!within(tag, tagSize)) return '';
    if (view.getUint32(tag) !== 0x64657363) continue;
    const record = view.getUint32(tag + 4);
    if (!within(record, 28) || view.getUint32(record) !== 0x6d6c7563) return '';
    const [length, offset] = [view.getUint32(record + 20), view.getUint32(record + 24)];
    if (!within(record + offset, length)) return '';
    const text = profile.subarray(record + offset, record + offset + length);
    return new TextDecoder('utf-16be').decode(text);
  }
  return '';
}
