import type { Clock } from '../../base/clock.js';
import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, type Raster } from '../../image/raster.js';

// The part of a browser's own picture code that is used; TypeScript declares it for pages alone.

interface Pixels {
  readonly data: Uint8ClampedArray;
}

interface Context {
  putImageData(pixels: Pixels, x: number, y: number): void;
  getImageData(x: number, y: number, width: number, height: number): Pixels;
  drawImage(bitmap: Bitmap, x: number, y: number): void;
}

interface Canvas {
  getContext(kind: '2d', options: object): Context | null;
  convertToBlob(options: { type: string; quality?: number }): Promise<BlobLike>;
}

interface Bitmap {
  readonly width: number;
  readonly height: number;
  close(): void;
}

interface BlobLike {
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface BrowserGlobals {
  readonly OffscreenCanvas?: new (width: number, height: number) => Canvas;
  readonly ImageData: new (data: Uint8ClampedArray, width: number, height: number) => Pixels;
  readonly Blob: new (parts: readonly Uint8Array[], options: { type: string }) => BlobLike;
  createImageBitmap(blob: BlobLike, options: object): Promise<Bitmap>;
}

const browser = globalThis as unknown as BrowserGlobals;

/** True in a page or a worker of it that has canvases, or why not and what to do. */
export function canvasAvailable(): true | string {
  if (browser.OffscreenCanvas !== undefined) return true;
  return 'it is a browser’s own code: `npm run collect` serves the bench as a page';
}

/**
 * Encodes an RGB picture of 8 bit by the browser's own encoder of a type.
 * @param quality 0..1, of types that have one
 * @throws WorkError where the browser has no such encoder: it answers with a PNG file then, silently
 */
export async function encodeByCanvas(
  image: Raster,
  type: string,
  quality: number | undefined,
  clock: Clock,
): Promise<Uint8Array> {
  const canvas = clock.stage('prepare', () => {
    const { width, height } = image;
    const { canvas, context } = openCanvas(width, height);
    context.putImageData(new browser.ImageData(rgbaOf(image), width, height), 0, 0);
    return canvas;
  });
  const blob = await clock.stage('encode', () =>
    canvas.convertToBlob({ type, ...(quality !== undefined && { quality }) }),
  );
  if (blob.type !== type) {
    throw new WorkError(
      `this browser has no encoder of ${type}: it made ${blob.type || 'nothing'}`,
      {
        code: 'codec-unavailable',
      },
    );
  }
  return clock.stage('store', async () => new Uint8Array(await blob.arrayBuffer()));
}

/**
 * Decodes a file by the browser's own decoder, to an opaque RGB picture of 8 bit.
 * @throws WorkError for what it cannot decode, and for a picture of more than `maxPixels`
 */
export async function decodeByBitmap(
  bytes: Uint8Array,
  type: string,
  maxPixels: number,
  clock: Clock,
): Promise<Raster> {
  const bitmap = await clock.stage('decode', () => bitmapOf(bytes, type));
  try {
    const { width, height } = bitmap;
    checkPixels(width, height, maxPixels);
    // Browsers may put decoding off until the bitmap is drawn.
    const { data } = clock.stage('finish', () => {
      const { context } = openCanvas(width, height);
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, width, height);
    });
    return clock.stage('store', () => rgbOf(data, width, height));
  } finally {
    bitmap.close();
  }
}

async function bitmapOf(bytes: Uint8Array, type: string): Promise<Bitmap> {
  try {
    const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
    return await browser.createImageBitmap(new browser.Blob([bytes], { type }), options);
  } catch {
    throw new WorkError(`this browser cannot decode this file of ${type}`, {
      code: 'broken-bitstream',
    });
  }
}

function openCanvas(width: number, height: number): { canvas: Canvas; context: Context } {
  const canvas = new browser.OffscreenCanvas!(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
  if (context !== null) return { canvas, context };
  throw new WorkError(`this browser has no canvas of ${width}x${height}`, {
    code: 'engine-failed',
  });
}

function rgbaOf({ width, height, data }: Raster): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    rgba[to] = data[from]!;
    rgba[to + 1] = data[from + 1]!;
    rgba[to + 2] = data[from + 2]!;
    rgba[to + 3] = 255;
  }
  return rgba;
}

function rgbOf(rgba: Uint8ClampedArray, width: number, height: number): Raster {
  const data = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}
