import type { Arena } from './arena.js';
import { takePlane } from './layout.js';
import type { JpegHead, JpegPlane } from './planes.js';
import { type BlockShape, blockShapes } from './quantisers.js';

/** A component of a frame that is being decoded. */
export interface FrameComponent {
  /** Blocks in a unit. */
  readonly across: number;
  readonly down: number;
  /** Blocks that it has itself, without what fills up units. */
  readonly blocks: readonly [across: number, down: number];
  readonly plane: JpegPlane;
}

/** A frame that is being decoded, with its planes. */
export interface Frame {
  readonly head: JpegHead;
  readonly shape: BlockShape;
  /** Where the file lies in the arena. */
  readonly file: { readonly at: number; readonly length: number };
  /** Units in a row, and rows. */
  readonly columns: number;
  readonly rows: number;
  /** Sides of a unit in pixels. */
  readonly unit: readonly [width: number, height: number];
  readonly components: readonly FrameComponent[];
  /** Bits of each unit (u32), or 0. */
  readonly bits: number;
  /** What is wrong with the file, as it is found; the first is told. */
  readonly damage: string[];
}

/** Takes the planes of a frame, and lays them out. */
export function openFrame(
  arena: Arena,
  head: JpegHead,
  file: Frame['file'],
  { scale, wantsBits }: { scale: 1 | 2 | 4 | 8; wantsBits: boolean },
): Frame {
  const { width, height, components: all } = head;
  const shape = blockShapes[scale];
  const [acrossRatio, downRatio] = head.subsampling!;
  // A scan of one component has units of one block, whatever its factors: ITU-T T.81, A.2.2.
  const isOne = all.length === 1;
  // Luma is the finest.
  const luma = all[0]!;
  const unit = [8 * (isOne ? 1 : luma.across), 8 * (isOne ? 1 : luma.down)] as const;
  const [columns, rows] = [Math.ceil(width / unit[0]), Math.ceil(height / unit[1])];
  const components = all.map((component, i): FrameComponent => {
    const across = isOne ? 1 : component.across;
    const down = isOne ? 1 : component.down;
    const sx = i === 0 ? 1 : acrossRatio;
    const sy = i === 0 ? 1 : downRatio;
    const size = {
      width: Math.ceil(width / (sx * scale)),
      height: Math.ceil(height / (sy * scale)),
    };
    const room = { width: columns * across * shape.side, height: rows * down * shape.side };
    return {
      across,
      down,
      blocks: [Math.ceil(width / (sx * 8)), Math.ceil(height / (sy * 8))],
      plane: takePlane(arena, size, room),
    };
  });
  const bits = wantsBits ? arena.take(4 * columns * rows) : 0;
  return { head, shape, file, columns, rows, unit, components, bits, damage: [] };
}
