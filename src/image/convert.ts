import { WorkError } from '../base/errors.js';
import {
  type Channels,
  createRaster,
  createSamples,
  type Depth,
  peakOf,
  type Raster,
} from './raster.js';

/** The sample layout of a picture. */
export interface Layout {
  readonly channels: Channels;
  readonly depth: Depth;
}

type Samples = Uint8Array | Uint16Array;

/** What alpha is laid over where it has to go. */
export const midGrey = 128;

/** What a picture of so many channels may become, what loses least first. Never RGB to grey. */
const channelChoices: Record<Channels, readonly Channels[]> = {
  1: [1, 3, 4],
  3: [3, 4],
  4: [4, 3],
};
const depthChoices: Record<Depth, readonly Depth[]> = { 8: [8, 16], 16: [16, 8] };

/**
 * A picture in another layout; the same object where it has that layout already.
 *
 * Grey becomes RGB by repeating the sample, alpha is added as opaque, and RGBA loses its alpha by
 * being laid over mid-grey (128, at 16 bit 128 * 257) in straight sRGB values, with no linear light
 * in between. 8 bit becomes 16 by v * 257 and 16 becomes 8 by round(v / 257).
 * @param ground another grey to lay RGBA over, 0..255 whatever the depth
 * @throws WorkError where colour would have to be made grey
 */
export function convert(image: Raster, target: Layout, ground = midGrey): Raster {
  const { width, height, channels, depth } = image;
  if (channels === target.channels && depth === target.depth) return image;
  if (!channelChoices[channels].includes(target.channels)) {
    throw new WorkError(`${layoutName(image)} cannot be made ${layoutName(target)}`, {
      code: 'wrong-layout',
    });
  }
  const data = withDepth(withChannels(image, target.channels, ground), depth, target.depth);
  return createRaster({ width, height, ...target, data });
}

/**
 * The picture in the accepted layout that loses least; the same object where its own is accepted.
 * @throws WorkError where nothing but a change of colour to grey would do
 */
export function fit(
  image: Raster,
  accepts: { readonly channels: readonly Channels[]; readonly depths: readonly Depth[] },
): Raster {
  const channels = channelChoices[image.channels].find((each) => accepts.channels.includes(each));
  const depth = depthChoices[image.depth].find((each) => accepts.depths.includes(each));
  if (channels === undefined || depth === undefined) {
    const layouts = accepts.channels.flatMap((each) =>
      accepts.depths.map((bits) => layoutName({ channels: each, depth: bits })),
    );
    throw new WorkError(
      `${layoutName(image)} does not fit ${layouts.join(' or ') || 'any layout'}`,
      { code: 'wrong-layout' },
    );
  }
  return convert(image, { channels, depth });
}

/** What a conversion did, `rgba16 -> rgb8`, or null where it did nothing. */
export function describeConversion(from: Layout, to: Layout): string | null {
  const names = [layoutName(from), layoutName(to)] as const;
  return names[0] === names[1] ? null : names.join(' -> ');
}

/** `grey8`, `rgb16`, `rgba8`, … */
function layoutName({ channels, depth }: Layout): string {
  return `${{ 1: 'grey', 3: 'rgb', 4: 'rgba' }[channels]}${depth}`;
}

function withChannels(
  { data, channels, depth }: Raster,
  target: Channels,
  ground: number,
): Samples {
  if (channels === target) return data;
  const pixels = data.length / channels;
  const result = createSamples(depth, pixels * target);
  const peak = peakOf(depth);
  if (channels === 4) {
    layOver(data, result, peak, [ground, ground, ground]);
    return result;
  }
  // Grey reads the same sample for all three.
  const step = channels === 1 ? 0 : 1;
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += channels, to += target) {
    result[to] = data[from]!;
    result[to + 1] = data[from + step]!;
    result[to + 2] = data[from + 2 * step]!;
    if (target === 4) result[to + 3] = peak;
  }
  return result;
}

/**
 * Lays RGBA over a colour, into RGB.
 * @param colour its parts, 0 to 255 whatever the depth
 */
export function layOver(
  rgba: Samples,
  rgb: Samples,
  peak: number,
  colour: readonly [r: number, g: number, b: number],
): void {
  const [r, g, b] = colour.map((part) => (part * peak) / 255) as [number, number, number];
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3]!;
    const rest = peak - alpha;
    rgb[to] = Math.floor((rgba[from]! * alpha + r * rest) / peak + 0.5);
    rgb[to + 1] = Math.floor((rgba[from + 1]! * alpha + g * rest) / peak + 0.5);
    rgb[to + 2] = Math.floor((rgba[from + 2]! * alpha + b * rest) / peak + 0.5);
  }
}

function withDepth(data: Samples, depth: Depth, target: Depth): Samples {
  if (depth === target) return data;
  const result = createSamples(target, data.length);
  if (target === 16) for (let i = 0; i < data.length; i++) result[i] = data[i]! * 257;
  else for (let i = 0; i < data.length; i++) result[i] = Math.floor(data[i]! / 257 + 0.5);
  return result;
}
