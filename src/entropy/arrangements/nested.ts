import type { LatentShape } from '../latents.js';
import type { SheetPlan, Tile } from './sheet.js';

/** A plane by its group and its place in it. */
type Plane = Pick<Tile, 'group' | 'plane'>;

interface Scale {
  readonly height: number;
  readonly width: number;
  readonly planes: readonly Plane[];
}

/**
 * One sheet of the wavelet transform that the groups are, as Mallat (1989) draws it: for each of n
 * colours the coarsest plane in the corner, and around it, scale by scale, three bands.
 *
 *     C 0 | 0      C coarsest; 0, 1, 2 the bands of a scale in the order of their planes, all
 *     1 2 |        three of a colour before those of the next. The groups of one size together
 *     ----+---     are a scale; the coarsest has n planes, or n and 3n bands of the same size.
 *      1  | 2
 *
 * Three colours are the channels of the sheet, any other number lies one below the other. The order
 * of the groups is free. Null where the groups are no such transform: there must be two scales or
 * more, each twice as high and wide as the one before it, each but the coarsest of 3n planes.
 */
export function nested(shapes: readonly LatentShape[]): SheetPlan[] | null {
  const scales = scalesOf(shapes);
  const [coarsest, second] = scales;
  if (coarsest === undefined || second === undefined) return null;
  const colours = second.planes.length / 3;
  const inCorner = coarsest.planes.length;
  if (!Number.isInteger(colours) || (inCorner !== colours && inCorner !== 4 * colours)) return null;
  if (!scales.slice(1).every(({ planes }) => planes.length === 3 * colours)) return null;
  if (!scales.slice(1).every((scale, index) => isDouble(scale, scales[index]!))) return null;

  const corner = { ...coarsest, planes: coarsest.planes.slice(0, colours) };
  const bands = [...scales];
  if (inCorner === colours) bands.shift();
  else bands[0] = { ...coarsest, planes: coarsest.planes.slice(colours) };

  const finest = bands.at(-1)!;
  const [height, width] = [2 * finest.height, 2 * finest.width];
  const asChannels = colours === 3;
  const place = (colour: number, x: number, y: number) =>
    asChannels ? { channel: colour, x, y } : { channel: 0, x, y: colour * height + y };
  const tiles = [
    ...corner.planes.map((plane, colour) => ({ ...plane, ...place(colour, 0, 0) })),
    ...bands.flatMap((scale) =>
      scale.planes.map((plane, index) => {
        const band = index % 3;
        const x = band === 1 ? 0 : scale.width;
        const y = band === 0 ? 0 : scale.height;
        return { ...plane, ...place(Math.floor(index / 3), x, y) };
      }),
    ),
  ];
  return [
    { channels: asChannels ? 3 : 1, height: asChannels ? height : colours * height, width, tiles },
  ];
}

/** The planes by size, from the smallest. */
function scalesOf(shapes: readonly LatentShape[]): Scale[] {
  const scales = new Map<string, Scale & { planes: Plane[] }>();
  for (const [group, { channels, height, width }] of shapes.entries()) {
    const key = `${height}x${width}`;
    const scale = scales.get(key) ?? { height, width, planes: [] };
    scales.set(key, scale);
    for (let plane = 0; plane < channels; plane++) scale.planes.push({ group, plane });
  }
  return [...scales.values()].sort((a, b) => a.height * a.width - b.height * b.width);
}

function isDouble(scale: Scale, smaller: Scale): boolean {
  return scale.height === 2 * smaller.height && scale.width === 2 * smaller.width;
}
