import { createRaster, type Depth, peakOf, type Raster } from '../../raster.js';
import type { ColourSpace } from './space.js';
import { srgbToLinear } from './transfer.js';

/**
 * The picture in sRGB, its samples being those of the space; alpha is left alone. What lies outside
 * sRGB is clipped, channel by channel. Computed in 64 bits and rounded once, to the picture's depth.
 * A space that is sRGB to within half a step of 8 bits, as a profile's tables are, changes no sample.
 */
export function toSrgb(image: Raster, space: ColourSpace): Raster {
  if (isSrgb(space)) return image;
  const { data, channels, depth } = image;
  const result = data.slice();
  const encode = srgbEncoder(depth);
  const colours = channels === 4 ? 3 : channels;
  const tables = linearTables(space, depth);
  const [red, green, blue] = [tables[0]!, tables[1] ?? tables[0]!, tables[2] ?? tables[0]!];
  const { mix } = space;
  if (mix === null || channels === 1) {
    const direct = [red, green, blue].map((table) => table.map(encode));
    for (let i = 0; i < data.length; i += channels) {
      for (let c = 0; c < colours; c++) result[i + c] = direct[c]![data[i + c]!]!;
    }
    return createRaster({ ...image, data: result });
  }
  const rgb = new Float64Array(3);
  for (let i = 0; i < data.length; i += channels) {
    rgb[0] = red[data[i]!]!;
    rgb[1] = green[data[i + 1]!]!;
    rgb[2] = blue[data[i + 2]!]!;
    mix(rgb);
    result[i] = encode(rgb[0]);
    result[i + 1] = encode(rgb[1]);
    result[i + 2] = encode(rgb[2]);
  }
  return createRaster({ ...image, data: result });
}

/** Light of every code of a depth, for each curve of the space. */
function linearTables({ curves }: ColourSpace, depth: Depth): Float64Array[] {
  const peak = peakOf(depth);
  return curves.map((curve) => Float64Array.from({ length: peak + 1 }, (_, i) => curve(i / peak)));
}

/**
 * Gives the code of a depth whose light is nearest, in sRGB's own scale, to a light. It looks a light up
 * among the borders between codes, which is exact and much faster than the power.
 */
function srgbEncoder(depth: Depth): (light: number) => number {
  const peak = peakOf(depth);
  const borders = Float64Array.from({ length: peak }, (_, i) => srgbToLinear((i + 0.5) / peak));
  // Next to black the curve is steepest, 12.92 codes for 1 / peak of light: below one code a bin.
  const bins = 16 * peak;
  const starts = depth === 8 ? new Uint8Array(bins + 1) : new Uint16Array(bins + 1);
  for (let bin = 0, code = 0; bin <= bins; bin++) {
    while (code < peak && bin / bins >= borders[code]!) code += 1;
    starts[bin] = code;
  }
  return (light) => {
    // Written so that no number at all is black.
    if (!(light > 0)) return 0;
    if (light >= 1) return peak;
    let code = starts[Math.floor(light * bins)]!;
    while (code < peak && light >= borders[code]!) code += 1;
    return code;
  };
}

/** Whether every code of a coarse lattice, and of grey, comes out as itself at 8 bits. */
export function isSrgb(space: ColourSpace): boolean {
  if (space.mix === null && space.curves[0] === srgbToLinear) return true;
  const tables = linearTables(space, 8);
  const encode = srgbEncoder(8);
  const rgb = new Float64Array(3);
  const stays = (codes: readonly [number, number, number]) => {
    for (let c = 0; c < 3; c++) rgb[c] = (tables[c] ?? tables[0]!)[codes[c]!]!;
    space.mix?.(rgb);
    return codes.every((code, c) => encode(rgb[c]!) === code);
  };
  for (let code = 0; code < 256; code++) if (!stays([code, code, code])) return false;
  if (space.mix === null) return true;
  const steps = [0, 51, 102, 153, 204, 255];
  return steps.every((r) => steps.every((g) => steps.every((b) => stays([r, g, b]))));
}
