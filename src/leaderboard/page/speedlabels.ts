/** A point that wants its name beside it. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Named whatever stands there, and before the others, which are named where there is room. */
  readonly first: boolean;
}

/** Where the middle of a label stands, in pixels right of and above its point. */
export interface Box {
  /** Place in the list of points. */
  readonly point: number;
  readonly x: number;
  readonly y: number;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

const glyph = { width: 6.6, height: 16 };

/**
 * Places the names of points so that they cover neither each other nor a point, as far as that goes.
 * @param frame the ranges of both axes, and the pixels that they have
 */
export function placeLabels(
  points: readonly Labelled[],
  frame: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly width: number;
    readonly height: number;
  },
): Box[] {
  const scale = (value: number, [low, high]: readonly [number, number], pixels: number): number =>
    (pixels * (value - low)) / (high - low || 1);
  const places = points.map(({ x, y }) => ({
    x: scale(x, frame.x, frame.width),
    y: scale(y, frame.y, frame.height),
  }));
  const taken = places.map(({ x, y }) => around(x, y, 12, 12));
  const order = [...points.keys()].sort(
    (a, b) => Number(points[b]!.first) - Number(points[a]!.first) || points[b]!.y - points[a]!.y,
  );
  return order.flatMap((point): Box[] => {
    const { text, first } = points[point]!;
    const width = text.length * glyph.width + 4;
    const at = places[point]!;
    // Beside the point's error bars first.
    const offsets = [
      [width / 2 + 6, 12],
      [width / 2 + 6, -12],
      [-width / 2 - 6, 12],
      [-width / 2 - 6, -12],
      [width / 2 + 9, 0],
      [-width / 2 - 9, 0],
      [0, 15],
      [0, -15],
    ] as const;
    const free = offsets.find(([dx, dy]) => {
      const box = around(at.x + dx, at.y + dy, width, glyph.height);
      const inside =
        box.left >= 0 && box.right <= frame.width && box.bottom >= 0 && box.top <= frame.height;
      return inside && !taken.some((other, i) => i !== point && overlap(box, other));
    });
    if (free === undefined && !first) return [];
    const [x, y] = free ?? offsets[at.x > frame.width / 2 ? 2 : 0];
    taken.push(around(at.x + x, at.y + y, width, glyph.height));
    return [{ point, x, y }];
  });
}

function around(x: number, y: number, width: number, height: number): Area {
  return { left: x - width / 2, right: x + width / 2, bottom: y - height / 2, top: y + height / 2 };
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}
