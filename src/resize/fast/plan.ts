import { defaultPixelsPerByte } from '../../image/plausible.js';
import { type OutputId, outputFormats } from '../formats.js';
import { changesNothing, type Geometry, planGeometry } from '../geometry.js';
import type { PictureAsk } from '../task.js';
import type { FastHead } from './contract.js';

/** A file that may take the fast path. */
export interface FastFile extends FastHead {
  readonly format: OutputId;
  /** Count of bytes. */
  readonly length: number;
  readonly hasProfile: boolean;
}

/** Plans a picture as it is shown, or tells why the libraries are to make it. */
export function planPicture(
  file: FastFile,
  ask: PictureAsk,
): Geometry | { readonly refused: string } {
  const { width, height, orientation } = file;
  const shown = orientation >= 5 ? { width: height, height: width } : { width, height };
  const plan = planGeometry(shown, ask.size);
  const target = ask.format ?? file.format;
  const staysSame = target === file.format && orientation === 1 && changesNothing(shown, plan);
  const refused = staysSame ? (file.refused ?? 'it is copied') : refusalOf(file, plan, ask);
  return refused === null ? plan : { refused };
}

function refusalOf(
  { refused, hasProfile, format, length, width, height }: FastFile,
  plan: Geometry,
  ask: PictureAsk,
): string | null {
  if (refused !== null) return refused;
  if (hasProfile && ask.icc === 'srgb') return 'its colours are turned into sRGB';
  if (plan.window.width !== plan.width || plan.window.height !== plan.height) return 'padding';
  const { side, format: written } = outputFormats[ask.format ?? format];
  if (Math.max(plan.width, plan.height) > side) return `too large for ${written.title}`;
  const pixels = width * height;
  const { maxPixels, maxPixelsPerByte = defaultPixelsPerByte } = ask;
  const isPlausible = pixels <= 2 ** 24 || pixels <= maxPixelsPerByte * length;
  return pixels <= maxPixels && isPlausible ? null : 'more pixels than allowed';
}
