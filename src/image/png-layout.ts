import type { RowShape } from './png-filters.js';

/** By colour type: samples of a pixel in the file, and the depths that there are. */
export const colourTypes = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
} as const;

/** First column and row of the pixels of each pass, and the steps between them: Adam7. PNG (third edition), 8.1. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A pass of a PNG file: every `right`-th pixel of every `down`-th row from (x, y) on. */
export interface PngPass extends RowShape {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly down: number;
  readonly columns: number;
}

/**
 * The passes in which the rows of a PNG file stand: one, or those of Adam7 that hold pixels.
 * @param bits of a pixel
 */
export function pngPasses(
  { width, height }: { readonly width: number; readonly height: number },
  bits: number,
  isInterlaced: boolean,
): PngPass[] {
  return (isInterlaced ? adam7 : [[0, 0, 1, 1] as const])
    .map(([x, y, right, down]) => {
      const columns = Math.ceil((width - x) / right);
      return {
        ...{ x, y, right, down, columns },
        rows: Math.ceil((height - y) / down),
        rowBytes: Math.ceil((columns * bits) / 8),
        pixelBytes: Math.max(1, bits >> 3),
      };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Bytes of rows with their filters, before they are compressed. */
export function filteredBytes(shapes: readonly RowShape[]): number {
  return shapes.reduce((sum, { rows, rowBytes }) => sum + rows * (rowBytes + 1), 0);
}
