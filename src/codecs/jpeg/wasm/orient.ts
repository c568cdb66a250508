import type { Arena } from './arena.js';
import { takePlane } from './layout.js';
import type { JpegPlane, JpegPlanes } from './planes.js';

/** Planes as a viewer shows them: turned and mirrored by the orientation, 1 to 8. The same where it is 1. */
export function orientPlanes(arena: Arena, from: JpegPlanes, orientation: number): JpegPlanes {
  if (orientation === 1) return from;
  const turned = orientation >= 5;
  const [width, height] = turned ? [from.height, from.width] : [from.width, from.height];
  const planes = from.planes.map((plane): JpegPlane => {
    const size = turned ? { width: plane.height, height: plane.width } : plane;
    const target = takePlane(arena, { width: size.width, height: size.height });
    turn(arena, plane, target, orientation);
    return target;
  });
  const [across, down] = from.subsampling;
  return {
    ...{ width, height, planes },
    subsampling: turned ? [down, across] : [across, down],
    source: { width, height, scale: 1 },
  };
}

function turn(arena: Arena, from: JpegPlane, to: JpegPlane, orientation: number): void {
  const source = arena.bytes(from.pointer, from.stride * from.height);
  const target = arena.bytes(to.pointer, to.stride * to.height);
  const turned = orientation >= 5;
  const mirrorsX = [2, 3, 7, 8].includes(orientation);
  const mirrorsY = [3, 4, 6, 7].includes(orientation);
  // Steps in the source for one column and one row of the target.
  const [column, row] = [mirrorsX ? -1 : 1, mirrorsY ? -from.stride : from.stride];
  const [alongX, alongY] = turned ? [row, column] : [column, row];
  const first = (mirrorsX ? from.width - 1 : 0) + (mirrorsY ? (from.height - 1) * from.stride : 0);
  for (let y = 0; y < to.height; y++) {
    let at = first + y * alongY;
    const start = y * to.stride;
    for (let x = 0; x < to.width; x++, at += alongX) target[start + x] = source[at]!;
  }
}
