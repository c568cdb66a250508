import { closeSync, fstatSync, readSync } from 'node:fs';
import { isOwnError, messageOf } from '../base/errors.js';
import { fileBounds, openRegularSync } from '../base/read-bounded.js';
import { type JpegPipeline, openJpegPipeline } from '../codecs/jpeg/wasm/pipeline.js';
import type { JpegHead } from '../codecs/jpeg/wasm/planes.js';
import { defaultPixelsPerByte } from '../image/plausible.js';
import { outputFormats } from './formats.js';
import { changesNothing, type Geometry, planGeometry, type Size } from './geometry.js';
import { orientedWindow } from './orientation.js';
import type { PictureAsk } from './task.js';

/** A JPEG that was made of a JPEG, or why the libraries are to do it. */
export type FastMade =
  | (Size & { readonly bytes: Uint8Array; readonly note: string; readonly warning: string | null })
  | { readonly refused: string };

/** JPEG to JPEG in one memory of WASM: one picture at a time, of one thread. */
export interface FastPath {
  /** Never throws for a picture: what fails here is told by the libraries. The bytes are good until the next call. */
  resize(source: string | Uint8Array, ask: PictureAsk): FastMade;
}

/** Why a picture cannot take the fast path, told before anything is read; null where it may. */
export function slowReason({ format, codec, linear, metadata }: PictureAsk): string | null {
  if (codec !== null || format !== 'jpeg') return 'it is not written as JPEG';
  if (linear) return 'linear light';
  return metadata === 'keep' ? 'metadata are kept' : null;
}

/** @throws WorkError where the kernel cannot be loaded */
export async function openFastPath(): Promise<FastPath> {
  const pipeline = await openJpegPipeline();
  return {
    resize(source, ask) {
      try {
        const file = typeof source === 'string' ? readInto(pipeline, source) : source;
        return file === null ? { refused: 'it cannot be read' } : make(pipeline, file, ask);
      } catch (error) {
        if (!isOwnError(error)) pipeline.renew();
        return { refused: messageOf(error) };
      }
    },
  };
}

/** A file's bytes in the memory of the decoder; null of what is no regular file, or too long. */
function readInto(pipeline: JpegPipeline, file: string): Uint8Array | null {
  const handle = openRegularSync(file);
  if (handle === null) return null;
  try {
    const { size } = fstatSync(handle);
    if (size === 0 || size > fileBounds.picture / 4) return null;
    const bytes = pipeline.input(size);
    let done = 0;
    while (done < size) {
      const count = readSync(handle, bytes, done, size - done, done);
      if (count === 0) return null;
      done += count;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

function make(pipeline: JpegPipeline, bytes: Uint8Array, ask: PictureAsk): FastMade {
  const head = pipeline.readHead(bytes);
  const turned = head.orientation >= 5;
  const shown = {
    width: turned ? head.height : head.width,
    height: turned ? head.width : head.height,
  };
  const plan = planGeometry(shown, ask.size);
  const refused = refusalOf(head, bytes.length, shown, plan, ask);
  if (refused !== null) return { refused };
  // What `bytes` holds is void after the decode.
  const segments = head.icc.map(({ start, end }) => bytes.slice(start, end));
  const { scaled, window } = orientedWindow(plan, head.orientation);
  const scale = scaleFor(head, scaled);
  const decoded = pipeline.decode(bytes, {
    ...{ head, scale, lenient: ask.lenient, maxPixels: ask.maxPixels },
  });
  const [across, down] = [head.width / scaled.width, head.height / scaled.height];
  const small = pipeline.resample(decoded, {
    ...{ width: window.width, height: window.height, filter: ask.filter },
    crop: {
      ...{ x: window.left * across, y: window.top * down },
      ...{ width: window.width * across, height: window.height * down },
    },
    subsampling: decoded.planes.length === 1 ? [1, 1] : [2, 2],
  });
  const upright = pipeline.orient(small, head.orientation);
  const quality = ask.quality ?? outputFormats.jpeg.quality!;
  return {
    ...{ width: plan.width, height: plan.height },
    bytes: pipeline.encodeInPlace(upright, { quality, segments }),
    note: `decoded at 1/${scale}, ${ask.filter}`,
    warning: decoded.damage,
  };
}

function refusalOf(
  head: JpegHead,
  length: number,
  shown: Size,
  plan: Geometry,
  ask: PictureAsk,
): string | null {
  if (head.refused !== null) return head.refused;
  if (head.icc.length > 0 && ask.icc === 'srgb') return 'its colours are turned into sRGB';
  if (plan.window.width !== plan.width || plan.window.height !== plan.height) return 'padding';
  if (changesNothing(shown, plan) && head.orientation === 1) return 'it is copied';
  if (Math.max(plan.width, plan.height) > outputFormats.jpeg.side) return 'too large for JPEG';
  const pixels = head.width * head.height;
  const { maxPixels, maxPixelsPerByte = defaultPixelsPerByte } = ask;
  const isPlausible = pixels <= 2 ** 24 || pixels <= maxPixelsPerByte * length;
  return pixels <= maxPixels && isPlausible ? null : 'more pixels than allowed';
}

/** The smallest decode that has as many samples as the picture gets, a half, a quarter, an eighth of a side. */
function scaleFor({ width, height }: JpegHead, scaled: Size): 1 | 2 | 4 | 8 {
  const fits = (scale: number): boolean =>
    Math.ceil(width / scale) >= scaled.width && Math.ceil(height / scale) >= scaled.height;
  return ([8, 4, 2] as const).find(fits) ?? 1;
}
