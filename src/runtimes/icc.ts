import { crc32, deflateSync } from 'node:zlib';
import { decodeWithSharp } from '../image/files/source.js';
import type { Raster } from '../image/raster.js';
import { fromRaster, toBytes } from './sharp.js';

/**
 * The picture in sRGB, its samples being those of the ICC profile; the same samples where the
 * profile is broken or for another number of channels. Goes through a PNG, in which libvips applies
 * profiles: for the rare file with one.
 */
export async function fromProfile(image: Raster, profile: Uint8Array): Promise<Raster> {
  const png = Buffer.from(await toBytes(fromRaster(image).png({ compressionLevel: 0 })));
  // Signature and the chunk IHDR, after which iCCP may stand.
  const head = 8 + 25;
  const body = Buffer.concat([Buffer.from('iCCPprofile\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  const file = Buffer.concat([png.subarray(0, head), chunk, png.subarray(head)]);
  return decodeWithSharp(file, { maxPixels: image.width * image.height });
}
