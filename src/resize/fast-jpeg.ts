import { type JpegPipeline, openJpegPipeline } from '../codecs/jpeg/wasm/pipeline.js';
import type { JpegHead } from '../codecs/jpeg/wasm/planes.js';
import type { FastMade, FastWay } from './fast-format.js';
import { planPicture } from './fast-plan.js';
import { outputFormats } from './formats.js';
import type { Size } from './geometry.js';
import { orientedWindow } from './orientation.js';
import type { PictureAsk } from './task.js';

/**
 * JPEG to JPEG in one memory of WASM, on planes.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openFastJpeg(): Promise<FastWay> {
  const pipeline = await openJpegPipeline();
  return {
    input: (length) => pipeline.input(length),
    make: (bytes, ask) => make(pipeline, bytes, ask),
    renew: () => pipeline.renew(),
  };
}

function make(pipeline: JpegPipeline, bytes: Uint8Array, ask: PictureAsk): FastMade {
  const head = pipeline.readHead(bytes);
  const { width, height, orientation, refused, icc } = head;
  const plan = planPicture(
    {
      ...{ width, height, orientation, refused, format: 'jpeg', length: bytes.length },
      hasProfile: icc.length > 0,
    },
    ask,
  );
  if ('refused' in plan) return plan;
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

/** The smallest decode that has as many samples as the picture gets, a half, a quarter, an eighth of a side. */
function scaleFor({ width, height }: JpegHead, scaled: Size): 1 | 2 | 4 | 8 {
  const fits = (scale: number): boolean =>
    Math.ceil(width / scale) >= scaled.width && Math.ceil(height / scale) >= scaled.height;
  return ([8, 4, 2] as const).find(fits) ?? 1;
}
