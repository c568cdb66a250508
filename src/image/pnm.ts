import { WorkError } from '../base/errors.js';
import { checkPixels } from './pixels.js';
import { type PnmHeader, readPamHeader, readPnmHeader, tokensOf } from './pnm-header.js';
import { type Channels, createRaster, peakOf, type Raster } from './raster.js';

const tupleTypes: Record<Channels, string> = { 1: 'GRAYSCALE', 3: 'RGB', 4: 'RGB_ALPHA' };

/**
 * Writes a PAM file (P7): samples as they are, `maxval` 255 or 65535, 16 bit big endian, tuple type
 * GRAYSCALE, RGB or RGB_ALPHA. https://netpbm.sourceforge.net/doc/pam.html
 */
export function encodePam(raster: Raster): Uint8Array {
  const { width, height, channels, depth } = raster;
  return withHeader(
    `P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH ${channels}\nMAXVAL ${peakOf(depth)}\n` +
      `TUPLTYPE ${tupleTypes[channels]}\nENDHDR\n`,
    raster,
  );
}

/**
 * Writes a PGM (P5) file of grey or a PPM (P6) file of RGB: samples as they are, `maxval` 255 or
 * 65535, 16 bit big endian. Throws RangeError for RGBA. https://netpbm.sourceforge.net/doc/pnm.html
 */
export function encodePnm(raster: Raster): Uint8Array {
  const { width, height, channels, depth } = raster;
  if (channels === 4) throw new RangeError('a PNM file holds grey or RGB, got RGBA; use PAM');
  const magic = channels === 1 ? 'P5' : 'P6';
  return withHeader(`${magic}\n${width} ${height}\n${peakOf(depth)}\n`, raster);
}

function withHeader(text: string, { data, depth }: Raster): Uint8Array {
  const header = new TextEncoder().encode(text);
  const bytes = new Uint8Array(header.length + data.length * (depth / 8));
  bytes.set(header);
  if (depth === 8) {
    bytes.set(data, header.length);
    return bytes;
  }
  let at = header.length;
  for (let i = 0; i < data.length; i++) {
    const sample = data[i]!;
    bytes[at++] = sample >> 8;
    bytes[at++] = sample & 255;
  }
  return bytes;
}

/**
 * Reads a PBM, PGM, PPM or PAM file: P1 to P7, one image. A `maxval` up to 255 gives depth 8, a
 * larger one depth 16; samples are scaled to the depth's full range, round(v * peak / maxval).
 * Grey with alpha becomes RGBA. Throws WorkError for a broken header, a picture of more than
 * `maxPixels` (before anything is allocated), a file too short, a sample above maxval and bytes
 * after the image. https://netpbm.sourceforge.net/doc/pnm.html
 */
export function decodePnm(bytes: Uint8Array, limits: { maxPixels: number }): Raster {
  const header = bytes[1] === 0x37 ? readPamHeader(bytes) : readPnmHeader(bytes);
  const { width, height, stored, maxval } = header;
  checkPixels(width, height, limits.maxPixels);
  const depth = maxval > 255 ? 16 : 8;
  const samples = scale(readSamples(bytes, header), maxval, peakOf(depth));
  const data = stored === 2 ? widenGreyAlpha(samples) : samples;
  return createRaster({ width, height, channels: stored === 2 ? 4 : stored, depth, data });
}

function readSamples(bytes: Uint8Array, header: PnmHeader): Uint8Array | Uint16Array {
  const { magic, width, height, stored, maxval, start } = header;
  const count = width * height * stored;
  const wide = maxval > 255;
  const plain = magic === 'P1' || magic === 'P2' || magic === 'P3';
  const rowBytes = magic === 'P4' ? Math.ceil(width / 8) : width * stored * (wide ? 2 : 1);
  // A plain sample takes a digit and, but in P1, a separator: a bound to refuse by before allocating.
  const needed = !plain ? rowBytes * height : magic === 'P1' ? count : 2 * count - 1;
  const found = bytes.length - start;
  if (found < needed) {
    throw new WorkError(
      `${magic} image is cut short: needs ${needed} bytes of samples, has ${found}`,
      { code: 'broken-image' },
    );
  }
  if (plain) return readPlain(bytes, header, count);
  if (found > needed) {
    throw new WorkError(
      `${magic} image is followed by ${found - needed} bytes that are none of it`,
      { code: 'broken-image' },
    );
  }
  const body = bytes.subarray(start);
  if (magic === 'P4') return unpackBits(body, width, height);
  return wide ? readBigEndian(body, count) : body.slice();
}

function readBigEndian(body: Uint8Array, count: number): Uint16Array {
  const samples = new Uint16Array(count);
  for (let i = 0, at = 0; i < count; i++, at += 2) samples[i] = (body[at]! << 8) | body[at + 1]!;
  return samples;
}

/** In PBM a set bit is black, so samples come out inverted; rows are padded to whole bytes. */
function unpackBits(body: Uint8Array, width: number, height: number): Uint8Array {
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil(width / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = body[y * rowBytes + (x >> 3)]!;
      samples[y * width + x] = 1 - ((byte >> (7 - (x & 7))) & 1);
    }
  }
  return samples;
}

function readPlain(bytes: Uint8Array, header: PnmHeader, count: number): Uint8Array | Uint16Array {
  const { magic, maxval, start } = header;
  const samples = maxval > 255 ? new Uint16Array(count) : new Uint8Array(count);
  const bits = magic === 'P1';
  let filled = 0;
  for (const token of tokensOf(bytes, start, { single: bits })) {
    const value = /^\d+$/.test(token.text) ? Number(token.text) : Number.NaN;
    if (!(value <= maxval)) {
      throw new WorkError(
        `${magic} sample is a number 0..${maxval}, got '${token.text.slice(0, 20)}'`,
        { code: 'broken-image' },
      );
    }
    if (filled === count) {
      throw new WorkError(`${magic} image has more than its ${count} samples`, {
        code: 'broken-image',
      });
    }
    samples[filled++] = bits ? 1 - value : value;
  }
  if (filled < count) {
    throw new WorkError(`${magic} image is cut short: needs ${count} samples, has ${filled}`, {
      code: 'broken-image',
    });
  }
  return samples;
}

function scale<T extends Uint8Array | Uint16Array>(samples: T, maxval: number, peak: number): T {
  if (maxval === peak) return samples;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value > maxval) {
      throw new WorkError(`sample ${value} is above the image's maxval ${maxval}`, {
        code: 'broken-image',
      });
    }
    samples[i] = Math.round((value * peak) / maxval);
  }
  return samples;
}

function widenGreyAlpha(samples: Uint8Array | Uint16Array): Uint8Array | Uint16Array {
  const size = samples.length * 2;
  const data = samples instanceof Uint8Array ? new Uint8Array(size) : new Uint16Array(size);
  for (let from = 0, to = 0; from < samples.length; from += 2, to += 4) {
    data.fill(samples[from]!, to, to + 3);
    data[to + 3] = samples[from + 1]!;
  }
  return data;
}
