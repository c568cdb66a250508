import {
  type Channels,
  createRaster,
  createSamples,
  type Depth,
  peakOf,
  type Raster,
} from './raster.js';

/**
 * A picture as planes of full-range samples of 8 or 10 bits: luma of `width` x `height`, both even, and
 * where there is colour two chroma planes of half the width and half the height (4:2:0).
 */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 10;
  readonly luma: Uint16Array;
  readonly chroma: { readonly cb: Uint16Array; readonly cr: Uint16Array } | null;
}

// ITU-R BT.709: weights of red and blue in luma, and what makes the differences span -0.5..0.5.
const red = 0.2126;
const blue = 0.0722;
const green = 1 - red - blue;
const blueSpan = 2 * (1 - blue);
const redSpan = 2 * (1 - red);

/**
 * Turns grey or RGB into Y'CbCr 4:2:0 by BT.709's matrix on the sRGB values as they are, full range,
 * quantised as ITU-T H.273 says: Y' times 2^bits - 1; Cb and Cr likewise, plus 2^(bits-1). A chroma
 * sample is the mean of its four pixels and sits in their middle (H.273 chroma sample location 1).
 * Odd sides are made even by repeating the last column and row. Grey gives luma alone.
 * @throws RangeError for RGBA
 */
export function toPlanes({ width, height, channels, depth, data }: Raster, bits: 8 | 10): Planes {
  if (channels === 4) throw new RangeError('planes hold grey or RGB, got RGBA');
  const even = { width: width + (width % 2), height: height + (height % 2) };
  const scale = (2 ** bits - 1) / peakOf(depth);
  const luma = new Uint16Array(even.width * even.height);
  const half = even.width / 2;
  const sums = channels === 1 ? null : new Float64Array(half * (even.height / 2) * 2);
  for (let y = 0, to = 0; y < even.height; y++) {
    const row = Math.min(y, height - 1) * width;
    for (let x = 0; x < even.width; x++, to++) {
      const from = (row + Math.min(x, width - 1)) * channels;
      if (sums === null) {
        luma[to] = Math.round(data[from]! * scale);
        continue;
      }
      const r = data[from]! * scale;
      const b = data[from + 2]! * scale;
      const level = red * r + green * data[from + 1]! * scale + blue * b;
      luma[to] = Math.round(level);
      const at = 2 * ((y >> 1) * half + (x >> 1));
      sums[at]! += (b - level) / blueSpan;
      sums[at + 1]! += (r - level) / redSpan;
    }
  }
  return { ...even, bits, luma, chroma: sums && meansOf(sums, bits) };
}

function meansOf(sums: Float64Array, bits: 8 | 10) {
  const cb = new Uint16Array(sums.length / 2);
  const cr = new Uint16Array(sums.length / 2);
  for (let i = 0; i < cb.length; i++) {
    cb[i] = quantised(sums[2 * i]! / 4, bits);
    cr[i] = quantised(sums[2 * i + 1]! / 4, bits);
  }
  return { cb, cr };
}

/** A colour difference as it is stored; 0.5 of full range would be one level too many. */
function quantised(difference: number, bits: 8 | 10): number {
  return Math.min(2 ** bits - 1, Math.round(difference + 2 ** (bits - 1)));
}

/**
 * Turns planes back into grey or RGB, and cuts off what was added to make sides even. Chroma is
 * interpolated linearly both ways between samples in the middle of their four pixels (weights 9, 3,
 * 3, 1 of 16), repeated at the edges.
 */
export function fromPlanes(
  { width: stride, height: rows, bits, luma, chroma }: Planes,
  { width, height, depth }: { width: number; height: number; depth: Depth },
): Raster {
  const channels: Channels = chroma === null ? 1 : 3;
  const count = width * height * channels;
  const data = createSamples(depth, count);
  const peak = peakOf(depth);
  const scale = peak / (2 ** bits - 1);
  const sample = (value: number): number =>
    value <= 0 ? 0 : value >= peak ? peak : Math.floor(value + 0.5);
  const half = stride / 2;
  const cbs = new Float64Array(half);
  const crs = new Float64Array(half);
  for (let y = 0, to = 0; y < height; y++) {
    if (chroma !== null) {
      blendRows(chroma.cb, half, rows / 2, y, bits, cbs);
      blendRows(chroma.cr, half, rows / 2, y, bits, crs);
    }
    for (let x = 0; x < width; x++) {
      const level = luma[y * stride + x]! * scale;
      if (chroma === null) {
        data[to++] = sample(level);
        continue;
      }
      const near = x >> 1;
      const far = x % 2 === 0 ? Math.max(0, near - 1) : Math.min(half - 1, near + 1);
      const r = level + (0.75 * crs[near]! + 0.25 * crs[far]!) * redSpan * scale;
      const b = level + (0.75 * cbs[near]! + 0.25 * cbs[far]!) * blueSpan * scale;
      data[to++] = sample(r);
      data[to++] = sample((level - red * r - blue * b) / green);
      data[to++] = sample(b);
    }
  }
  return createRaster({ width, height, channels, depth, data });
}

/** A row of colour differences at the height of row `y` of the picture. */
function blendRows(
  plane: Uint16Array,
  width: number,
  rows: number,
  y: number,
  bits: 8 | 10,
  result: Float64Array,
): void {
  const near = y >> 1;
  const far = y % 2 === 0 ? Math.max(0, near - 1) : Math.min(rows - 1, near + 1);
  const zero = 2 ** (bits - 1);
  for (let x = 0; x < width; x++) {
    result[x] = 0.75 * plane[near * width + x]! + 0.25 * plane[far * width + x]! - zero;
  }
}

/** The planes one after the other, as raw video files hold them: bytes, or two of them little endian. */
export function joinPlanes({ bits, luma, chroma }: Planes): Uint8Array {
  const planes = chroma === null ? [luma] : [luma, chroma.cb, chroma.cr];
  const count = planes.reduce((sum, plane) => sum + plane.length, 0);
  const bytes = new Uint8Array(bits === 8 ? count : 2 * count);
  let at = 0;
  for (const plane of planes) {
    for (let i = 0; i < plane.length; i++) {
      bytes[at++] = plane[i]! & 255;
      if (bits === 10) bytes[at++] = plane[i]! >> 8;
    }
  }
  return bytes;
}

/** Bytes of the planes of a picture with even sides. */
export function planesSize(width: number, height: number, bits: 8 | 10, grey: boolean): number {
  return ((width * height * (grey ? 2 : 3)) / 2) * (bits === 8 ? 1 : 2);
}

/** The planes of a raw video file of one picture. Throws RangeError where its length is another. */
export function splitPlanes(
  bytes: Uint8Array,
  { width, height, bits, grey }: { width: number; height: number; bits: 8 | 10; grey: boolean },
): Planes {
  const wanted = planesSize(width, height, bits, grey);
  if (bytes.length !== wanted) {
    throw new RangeError(`planes of ${width}x${height} take ${wanted} bytes, got ${bytes.length}`);
  }
  let at = 0;
  const take = (count: number): Uint16Array => {
    const plane = new Uint16Array(count);
    for (let i = 0; i < count; i++) {
      plane[i] = bits === 8 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8);
      at += bits === 8 ? 1 : 2;
    }
    return plane;
  };
  const luma = take(width * height);
  if (grey) return { width, height, bits, luma, chroma: null };
  const quarter = (width * height) / 4;
  return { width, height, bits, luma, chroma: { cb: take(quarter), cr: take(quarter) } };
}
