import type { Sheet } from './sheet.js';

/** The size of one piece of a sheet, and where it lies. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly width: number;
}

/** The pieces of at most `side` in height and width that a sheet is cut into, row by row. */
export function piecesOf({ height, width }: Omit<Sheet, 'data'>, side: number): Piece[] {
  const pieces: Piece[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      pieces.push({ x, y, height: Math.min(side, height - y), width: Math.min(side, width - x) });
    }
  }
  return pieces;
}
