import type { Raster } from '../../image/raster.js';
import { createKernelPool } from '../../runtimes/wasm/kernel.js';
import { kernelUrls } from '../kernel-urls.js';
import { type TileGrid, tileGrid } from '../tiles.js';
import { fullScale, pooledScale, type Scale } from './scale.js';

/** A reference in a kernel's memory, ready to be compared at one resolution or several. */
export interface Pyramid {
  readonly grid: TileGrid;
  readonly channels: number;
  readonly scales: readonly Scale[];
  /** Takes in a decoded picture of the reference's layout. */
  load(decoded: Raster): void;
  /** What a channel lacks of a similarity of 1, summed over the windows of each tile. */
  losses(scale: number, channel: number, options?: LossOptions): Float64Array;
  heldBytes(): number;
  close(): void;
}

export interface PyramidOptions {
  /** Side of the boxes that the picture is averaged over before anything else; 1 for none. */
  readonly pool?: number;
  /** How many resolutions, each half of the one before. */
  readonly scales?: number;
}

export interface LossOptions {
  /** Leave the luminance term out. */
  readonly structureOnly?: boolean;
  /** Gets the loss of every window, in rows that lie `pitch` apart; void when it returns. */
  readonly map?: ((losses: Float32Array, pitch: number) => void) | undefined;
}

/** A scale with the pointers of its planes, one for each channel and one after the other. */
interface Placed extends Scale {
  readonly planeBytes: number;
  readonly reference: number;
  readonly decoded: number;
  readonly momentBytes: number;
  readonly moments: number;
}

type Numbers<N extends number, T extends number[] = []> = T['length'] extends N
  ? T
  : Numbers<N, [...T, number]>;

/** What the arguments are stands in kernels/ssim.ts. */
interface Exports {
  split(...args: Numbers<4>): void;
  boxes(...args: Numbers<9>): void;
  reference(...args: Numbers<6>): void;
  losses(...args: Numbers<11>): void;
}

const kernels = createKernelPool<Exports>(kernelUrls.ssim);

/** @throws WorkError where the picture needs more memory than a kernel can have */
export async function openPyramid(
  reference: Raster,
  { pool = 1, scales: count = 1 }: PyramidOptions = {},
): Promise<Pyramid> {
  const { width, height, channels, depth } = reference;
  const grid = tileGrid(width, height);
  const all = [fullScale(grid, depth)];
  if (pool > 1) all.push(pooledScale(all[0]!, grid, pool, false));
  while (all.length < count) all.push(pooledScale(all.at(-1)!, grid, 2, true));

  const kernel = await kernels.take();
  const { exports } = kernel;
  const { scratch, bands, sums, placed } = place(kernel.plan, all, grid, reference);
  const compared = pool > 1 ? placed.slice(1) : placed;
  const eachChannel = Array.from({ length: channels }, (_, c) => c);

  const takeIn = ({ data }: Raster, planes: 'reference' | 'decoded'): void => {
    const first = placed[0]![planes];
    const to = channels === 1 ? first : scratch;
    if (depth === 8) kernel.bytes(to, data.length).set(data);
    else kernel.shorts(to, data.length).set(data);
    if (channels === 3) exports.split(depth, to, first, width * height);
    for (const [i, { x, y, ...scale }] of placed.entries()) {
      const before = placed[i - 1];
      if (!before) continue;
      const { factor, pad } = x.poolings.at(-1)!;
      for (const c of eachChannel) {
        exports.boxes(
          before.bits,
          before[planes] + c * before.planeBytes,
          scale[planes] + c * scale.planeBytes,
          before.x.length,
          before.y.length,
          factor,
          pad,
          y.poolings.at(-1)!.pad,
          scratch,
        );
      }
    }
  };

  takeIn(reference, 'reference');
  for (const { bits, unit, x, y, ...scale } of compared) {
    for (const c of eachChannel) {
      const plane = scale.reference + c * scale.planeBytes;
      const moments = scale.moments + c * scale.momentBytes;
      exports.reference(bits, plane, x.length, y.length, unit, moments);
    }
  }

  return {
    grid,
    channels,
    scales: compared,
    load: (decoded) => takeIn(decoded, 'decoded'),
    losses(index, c, { structureOnly = false, map } = {}) {
      const { bits, unit, x, y, ...scale } = compared[index]!;
      kernel.ints(bands, y.tiles.length).set(y.tiles);
      exports.losses(
        bits,
        scale.reference + c * scale.planeBytes,
        scale.decoded + c * scale.planeBytes,
        x.length,
        y.length,
        unit,
        scale.moments + c * scale.momentBytes,
        structureOnly ? 1 : 0,
        bands,
        sums,
        map ? scratch : 0,
      );
      const pitch = pitchOf(x.windows);
      map?.(kernel.floats(scratch, pitch * y.windows), pitch);
      return tileSums(kernel.floats(sums, pitch * grid.rows), pitch, x.tiles, y.tiles);
    },
    heldBytes: () => kernel.memoryBytes(),
    close: () => kernels.giveBack(kernel),
  };
}

/** The kernel writes whole vectors of 4 windows. */
function pitchOf(windows: number): number {
  return Math.ceil(windows / 4) * 4;
}

function place(
  plan: (blocks: Record<string, number>) => Readonly<Record<string, number>>,
  scales: readonly Scale[],
  grid: TileGrid,
  { channels, data }: Raster,
): { scratch: number; bands: number; sums: number; placed: Placed[] } {
  const sizes = scales.map(({ x, y, bits }) => ({
    planeBytes: (x.length * y.length * bits) / 8,
    momentBytes: 8 * pitchOf(x.windows) * y.windows,
  }));
  const pitch = pitchOf(scales[0]!.x.windows);
  // Interleaved samples, a line of sums, or the losses of all windows: never two at a time.
  const blocks: Record<string, number> = {
    scratch: Math.max(data.byteLength, 4 * (pitch + 16), 4 * pitch * scales[0]!.y.windows),
    bands: 4 * (grid.rows + 1),
    sums: 4 * pitch * grid.rows,
  };
  for (const [i, { planeBytes, momentBytes }] of sizes.entries()) {
    blocks[`reference${i}`] = channels * planeBytes;
    blocks[`decoded${i}`] = channels * planeBytes;
    blocks[`moments${i}`] = channels * momentBytes;
  }
  const at = plan(blocks);
  const pointer = (name: string): number => at[name]!;
  return {
    scratch: pointer('scratch'),
    bands: pointer('bands'),
    sums: pointer('sums'),
    placed: scales.map((scale, i) => ({
      ...scale,
      ...sizes[i]!,
      reference: pointer(`reference${i}`),
      decoded: pointer(`decoded${i}`),
      moments: pointer(`moments${i}`),
    })),
  };
}

/** The sums of columns in each band of tiles become sums of tiles, row by row. */
function tileSums(
  columns: Float32Array,
  pitch: number,
  x: Int32Array,
  y: Int32Array,
): Float64Array {
  const across = x.length - 1;
  return Float64Array.from({ length: across * (y.length - 1) }, (_, tile) => {
    const [column, row] = [tile % across, Math.floor(tile / across)];
    // The kernel leaves bands without windows as they were.
    if (y[row] === y[row + 1]) return 0;
    let sum = 0;
    for (let i = x[column]!; i < x[column + 1]!; i++) sum += columns[row * pitch + i]!;
    return sum;
  });
}
