/** A point that wants its name beside it. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Named before the others; each where there is room. */
  readonly first: boolean;
  /** How far the error bars reach along both axes: crossed only where there is no other place. */
  readonly bars?: {
    readonly left: number;
    readonly right: number;
    readonly down: number;
    readonly up: number;
  };
}

/** Where a label stands about its point, as plotly calls it. */
export type Position = (typeof positions)[number]['name'];

interface Area {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

const glyph = { width: 6.6, height: 16 };

/** The middle of a label from its point: beside the point's error bars first. */
const positions = [
  { name: 'top right', right: 1, up: 13 },
  { name: 'bottom right', right: 1, up: -13 },
  { name: 'top left', right: -1, up: 13 },
  { name: 'bottom left', right: -1, up: -13 },
  { name: 'middle right', right: 1, up: 0 },
  { name: 'middle left', right: -1, up: 0 },
  { name: 'top center', right: 0, up: 15 },
  { name: 'bottom center', right: 0, up: -15 },
] as const;

/**
 * Places the names of points so that they cover neither each other nor a point; error bars where there
 * is no other place.
 * @param frame the ranges of both axes, and the pixels that they have
 * @returns in the order of the points; null of those that are not named
 */
export function placeLabels(
  points: readonly Labelled[],
  frame: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly width: number;
    readonly height: number;
  },
): (Position | null)[] {
  const scale = (value: number, [low, high]: readonly [number, number], pixels: number): number =>
    (pixels * (value - low)) / (high - low || 1);
  const places = points.map(({ x, y }) => ({
    x: scale(x, frame.x, frame.width),
    y: scale(y, frame.y, frame.height),
  }));
  const taken = places.map(({ x, y }) => around(x, y, 12, 12));
  const crossed = points.flatMap(({ x, y, bars }): Area[] => {
    if (bars === undefined) return [];
    const across = (value: number): number => scale(value, frame.x, frame.width);
    const along = (value: number): number => scale(value, frame.y, frame.height);
    const [left, right] = [across(x - bars.left), across(x + bars.right)];
    const [bottom, top] = [along(y - bars.down), along(y + bars.up)];
    return [
      { left, right, bottom: along(y) - 3, top: along(y) + 3 },
      { left: across(x) - 3, right: across(x) + 3, bottom, top },
    ];
  });
  const order = [...points.keys()].sort(
    (a, b) => Number(points[b]!.first) - Number(points[a]!.first) || points[b]!.y - points[a]!.y,
  );
  const chosen: (Position | null)[] = points.map(() => null);
  for (const point of order) {
    const { text } = points[point]!;
    const width = text.length * glyph.width + 4;
    const at = places[point]!;
    const boxOf = ({ right, up }: (typeof positions)[number]): Area =>
      around(at.x + right * (width / 2 + 7), at.y + up, width, glyph.height);
    const free = positions.filter((position) => {
      const box = boxOf(position);
      const inside =
        box.left >= 0 && box.right <= frame.width && box.bottom >= 0 && box.top <= frame.height;
      return inside && !taken.some((other, i) => i !== point && overlap(box, other));
    });
    const clear = free.find((position) => !crossed.some((bar) => overlap(boxOf(position), bar)));
    const position = clear ?? free[0];
    if (position === undefined) continue;
    chosen[point] = position.name;
    taken.push(boxOf(position));
  }
  return chosen;
}

function around(x: number, y: number, width: number, height: number): Area {
  return { left: x - width / 2, right: x + width / 2, bottom: y - height / 2, top: y + height / 2 };
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}
