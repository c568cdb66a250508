import type { Area } from '../image/crop.js';

/** How a picture is brought into a box of which both sides are given. */
export const fits = ['inside', 'exact', 'cover', 'contain'] as const;
export type Fit = (typeof fits)[number];

/** Which part of a picture a crop keeps, and where padding leaves it. */
export const gravities = {
  centre: [0.5, 0.5],
  north: [0.5, 0],
  northeast: [1, 0],
  east: [1, 0.5],
  southeast: [1, 1],
  south: [0.5, 1],
  southwest: [0, 1],
  west: [0, 0.5],
  northwest: [0, 0],
} as const satisfies Record<string, readonly [across: number, down: number]>;
export type Gravity = keyof typeof gravities;

/** Sides of a picture, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size that is asked for; the picture's own where nothing is. */
export interface SizeAsk {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Share of both sides. */
  readonly percent?: number | undefined;
  /** Where both sides are given. */
  readonly fit?: Fit | undefined;
  readonly gravity?: Gravity | undefined;
  /** Whether a picture may become larger than it is; always where `percent` says so. */
  readonly enlarge?: boolean | undefined;
}

/**
 * What is done to a picture's pixels:
 *
 *     picture -> scaled -> window of that -> laid on a canvas of width x height, at left, top
 */
export interface Geometry extends Size {
  /** The whole picture in its new size. */
  readonly scaled: Size;
  /** The part of it that is kept. */
  readonly window: Area;
  /** Where that lies; all around it is background. */
  readonly left: number;
  readonly top: number;
}

/** The longest side of a picture that is made. */
export const longestSide = 65_535;

/**
 * Plans the pixels of a picture that is shown as `source` is: its orientation applied. Where enlarging is
 * not allowed, a box that the picture does not fill becomes smaller in proportion; a canvas to pad does not.
 */
export function planGeometry(source: Size, ask: SizeAsk): Geometry {
  const { fit = 'inside', gravity = 'centre', enlarge = false, percent } = ask;
  if (percent !== undefined) return plain(scaledBy(source, percent / 100));
  if (ask.width === undefined && ask.height === undefined) return plain(source);
  const across = ask.width === undefined ? null : ask.width / source.width;
  const down = ask.height === undefined ? null : ask.height / source.height;
  if (across === null || down === null) {
    const scale = limited((across ?? down)!, enlarge);
    // The side that is given is met to the pixel.
    const { width, height } = scaledBy(source, scale);
    return plain({
      width: across === null || scale !== across ? width : ask.width!,
      height: down === null || scale !== down ? height : ask.height!,
    });
  }
  const box = { width: ask.width!, height: ask.height! };
  const [smaller, larger] = [Math.min(across, down), Math.max(across, down)];
  const share = enlarge ? 1 : Math.min(1, 1 / larger);
  switch (fit) {
    case 'inside':
      return plain(inside(source, box, limited(smaller, enlarge)));
    case 'exact':
      return plain(scaledBy(box, share));
    case 'cover':
      return cover(source, scaledBy(box, share), gravity);
    case 'contain': {
      const scaled = inside(source, box, limited(smaller, enlarge));
      const { left, top } = placed(box, scaled, gravity);
      return { ...plain(scaled), ...box, left, top };
    }
  }
}

/** The part of a picture that its window is made of, in pixels of the picture, fractions too. */
export function sourceArea(
  { width, height }: Size,
  { scaled, window }: Pick<Geometry, 'scaled' | 'window'>,
): Size & { readonly x: number; readonly y: number } {
  const [across, down] = [width / scaled.width, height / scaled.height];
  return {
    ...{ x: window.left * across, y: window.top * down },
    ...{ width: window.width * across, height: window.height * down },
  };
}

/** Whether the pixels stay as they are. */
export function changesNothing(source: Size, { width, height, scaled, window }: Geometry): boolean {
  const isSame = (size: Size) => size.width === source.width && size.height === source.height;
  return isSame(scaled) && isSame(window) && isSame({ width, height });
}

function plain(scaled: Size): Geometry {
  return { ...scaled, scaled, window: { left: 0, top: 0, ...scaled }, left: 0, top: 0 };
}

function inside(source: Size, box: Size, scale: number): Size {
  const { width, height } = scaledBy(source, scale);
  return { width: Math.min(box.width, width), height: Math.min(box.height, height) };
}

function cover(source: Size, box: Size, gravity: Gravity): Geometry {
  const scale = Math.max(box.width / source.width, box.height / source.height);
  const whole = scaledBy(source, scale);
  const scaled = {
    width: Math.max(box.width, whole.width),
    height: Math.max(box.height, whole.height),
  };
  const window = { ...placed(scaled, box, gravity), ...box };
  return { ...box, scaled, window, left: 0, top: 0 };
}

/** Where a picture lies in a larger one. */
function placed(outer: Size, inner: Size, gravity: Gravity): { left: number; top: number } {
  const [across, down] = gravities[gravity];
  return {
    left: Math.floor((outer.width - inner.width) * across),
    top: Math.floor((outer.height - inner.height) * down),
  };
}

function limited(scale: number, enlarge: boolean): number {
  return enlarge ? scale : Math.min(1, scale);
}

function scaledBy({ width, height }: Size, scale: number): Size {
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
