import { type JpegPipeline, openJpegPipeline } from '../../../codecs/jpeg/wasm/pipeline.js';
import { outputFormats } from '../../formats.js';
import { orientedWindow } from '../../orientation.js';
import type { PictureAsk } from '../../task.js';
import type { FastMade, FastWay } from '../contract.js';
import { planPicture } from '../plan.js';
import { smallPlanes } from './small-planes.js';

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
  const { length } = bytes;
  const hasProfile = icc.length > 0;
  const plan = planPicture(
    { width, height, orientation, refused, format: 'jpeg', length, hasProfile },
    ask,
  );
  if ('refused' in plan) return plan;
  // What `bytes` holds is void after the decode.
  const segments = icc.map(({ start, end }) => bytes.slice(start, end));
  const { filter, lenient, maxPixels } = ask;
  const { scaled, window } = orientedWindow(plan, orientation);
  const subsampling = [2, 2] as const;
  const scaling = { scaled, window, filter, head, lenient, maxPixels, subsampling };
  const { planes, scale, damage } = smallPlanes(pipeline, bytes, scaling);
  const quality = ask.quality ?? outputFormats.jpeg.quality!;
  return {
    width: plan.width,
    height: plan.height,
    bytes: pipeline.encodeInPlace(planes, { quality, segments }),
    note: `decoded at 1/${scale}, ${filter}`,
    warning: damage,
  };
}
