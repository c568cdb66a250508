import type { ScanLayout } from './walk.js';

/** A component of a frame: its id, and its samples by unit across and down. */
interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

/** The frame of a sequential JPEG. ITU-T T.81, B.2.2. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** A frame header's content; null where it is broken, of more than 8 bits, or without its height. */
export function readFrame(content: Uint8Array): Frame | null {
  const [precision, h1 = 0, h2 = 0, w1 = 0, w2 = 0, count = 0] = content;
  if (precision !== 8 || content.length < 6 + 3 * count) return null;
  const [height, width] = [h1 * 256 + h2, w1 * 256 + w2];
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0] = content.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15 };
  });
  const isSound = components.every(({ across, down }) => isFactor(across) && isFactor(down));
  return isSound && count > 0 && height > 0 && width > 0 ? { width, height, components } : null;
}

function isFactor(sampling: number): boolean {
  return sampling >= 1 && sampling <= 4;
}

/** How a scan of a frame is laid out, by its header's content; null where it is no sequential one. */
export function readScan(
  content: Uint8Array,
  { width, height, components }: Frame,
  restartInterval: number,
): ScanLayout | null {
  const count = content[0] ?? 0;
  const [first, last, bits] = content.subarray(1 + 2 * count);
  if (first !== 0 || last !== 63 || bits !== 0) return null;
  const parts = Array.from({ length: count }, (_, i) => {
    const [id = 0, tables = 0] = content.subarray(1 + 2 * i);
    const found = components.find((each) => each.id === id);
    return found && { ...found, dc: tables >> 4, ac: tables & 15 };
  });
  const known = parts.filter((part) => part !== undefined);
  if (count === 0 || known.length < count) return null;
  if (known.some(({ dc, ac }) => dc > 3 || ac > 3)) return null;
  const most = {
    across: Math.max(...components.map(({ across }) => across)),
    down: Math.max(...components.map(({ down }) => down)),
  };
  const [only] = known;
  if (count === 1 && only !== undefined) {
    // A scan of one component has a block for a unit.
    const across = Math.ceil(Math.ceil((width * only.across) / most.across) / 8);
    const down = Math.ceil(Math.ceil((height * only.down) / most.down) / 8);
    return { units: across * down, blocks: [only], restartInterval };
  }
  const units = Math.ceil(width / (8 * most.across)) * Math.ceil(height / (8 * most.down));
  const blocks = known.flatMap((part) =>
    Array.from({ length: part.across * part.down }, () => part),
  );
  return { units, blocks, restartInterval };
}
