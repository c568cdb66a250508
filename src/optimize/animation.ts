import { WorkError } from '../base/errors.js';
import {
  type AnimationFacts,
  type AnimationOptions,
  decodeFrames,
  readAnimation,
  writeAnimation,
} from '../image/files/animation.js';
import type { Source } from './contract.js';

/** Pixels of all frames together: decoded they take 4 bytes each, and are held twice. */
const mostFramePixels = 2 ** 26;

/** Whether all frames of a source may be decoded at once. */
export function fitsMemory({ facts }: Source): boolean {
  return facts.width * facts.height * facts.frames <= mostFramePixels;
}

/**
 * Writes an animation again and makes sure that it is the same, see `demandSameAnimation`.
 * @throws WorkError where it is not
 */
export async function rewriteAnimation(
  bytes: Uint8Array,
  options: AnimationOptions,
): Promise<Uint8Array> {
  const written = await writeAnimation(bytes, options, mostFramePixels);
  await demandSameAnimation(bytes, written);
  return written;
}

/**
 * Makes sure that an animation is as long as another, as large, repeated as often, and an animation
 * still. Frames that look the same may have become one.
 * @throws WorkError where it is not
 */
export async function demandSameAnimation(bytes: Uint8Array, written: Uint8Array): Promise<void> {
  const [before, after] = await Promise.all([readAnimation(bytes), readAnimation(written)]);
  const differs = (what: string, was: number, is: number): never => {
    throw new WorkError(`the animation has ${what} of ${is}, and had ${was}`);
  };
  for (const side of ['width', 'height'] as const) {
    if (before[side] !== after[side]) differs(`a ${side}`, before[side], after[side]);
  }
  if (after.frames > before.frames || (after.frames < 2 && before.frames > 1)) {
    differs('frames', before.frames, after.frames);
  }
  if (before.frames === 1) return;
  if (before.repeats !== after.repeats) differs('repeats', before.repeats, after.repeats);
  const [was, is] = [endsOf(before), endsOf(after)];
  if (was.at(-1) !== is.at(-1) || is.some((end) => !was.includes(end))) {
    differs('times that end', was.at(-1) ?? 0, is.at(-1) ?? 0);
  }
}

/** When each frame ends, in steps of 10 ms. Delays below 20 ms are shown as 100 by every viewer, and written so. */
function endsOf({ delays, frames }: AnimationFacts): number[] {
  let end = 0;
  return Array.from({ length: frames }, (_, i) => {
    const delay = delays[i] ?? 0;
    end += delay < 20 ? 10 : Math.round(delay / 10);
    return end;
  });
}

/** Whether the very same samples are shown at any time; what is transparent has no colour. */
export async function showsSameFrames(a: Uint8Array, b: Uint8Array): Promise<boolean> {
  const [first, second] = await Promise.all([framesOf(a), framesOf(b)]);
  if (first.bytes !== second.bytes) return false;
  if (first.ends.at(-1) !== second.ends.at(-1)) return false;
  let at = 0;
  return first.ends.every((end, i) => {
    while (second.ends[at]! < end) at += 1;
    return looksSame(first.frame(i), second.frame(at));
  });
}

async function framesOf(bytes: Uint8Array) {
  const facts = await readAnimation(bytes);
  const data = await decodeFrames(bytes, mostFramePixels);
  const length = data.length / facts.frames;
  return {
    bytes: length,
    ends: endsOf(facts),
    frame: (i: number) => data.subarray(i * length, (i + 1) * length),
  };
}

function looksSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i += 4) {
    if (a[i + 3] !== b[i + 3]) return false;
    if (a[i + 3] === 0) continue;
    for (let c = i; c < i + 3; c++) if (a[c] !== b[c]) return false;
  }
  return true;
}
