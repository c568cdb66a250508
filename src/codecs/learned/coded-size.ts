import type { CodecCard } from '../../models/codec-card.js';
import type { Extent } from './tensors.js';

/**
 * The size in which a picture is coded: its own, or, where the card resizes, each side by the root of
 * rate / 1000, to the nearest multiple and at least the least side.
 * @param rate 0 to 1000: thousandths of the pixels
 */
export function codedSize(
  { input, rate: law }: Pick<CodecCard, 'input' | 'rate'>,
  { width, height }: Extent,
  rate: number,
): Extent {
  if (!('resize' in law)) return { width, height };
  const { multiple } = law.resize;
  const share = Math.sqrt(rate / 1000);
  const sideOf = (side: number): number =>
    Math.max(input.minSide, multiple * Math.round((side * share) / multiple));
  return { width: sideOf(width), height: sideOf(height) };
}
