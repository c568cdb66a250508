import type { Sight } from './images-viewport.js';

/** What part of the picture is seen, as the address has it. */
export function readSight(
  get: (key: string) => string | null,
  { width, height }: { width: number | null; height: number | null },
): Sight {
  const number = (key: string): number | null => {
    const text = get(key);
    const value = text === null || text === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : null;
  };
  const zoom = number('images.zoom');
  return {
    zoom: zoom !== null && zoom > 0 && zoom <= 32 ? zoom : null,
    x: number('images.x') ?? (width ?? 1) / 2,
    y: number('images.y') ?? (height ?? 1) / 2,
  };
}

/** The same as changes of the address. */
export function printSight({ zoom, x, y }: Sight): Record<string, string | null> {
  if (zoom === null) return { 'images.zoom': null, 'images.x': null, 'images.y': null };
  return {
    'images.zoom': String(Number(zoom.toPrecision(4))),
    'images.x': String(Math.round(x)),
    'images.y': String(Math.round(y)),
  };
}
