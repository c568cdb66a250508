import type { PageDataset } from './contract.js';
import { usualTimesOf } from './memo.js';

/** `3 of 24 images` where times are of other images than rates; null where they are of the same. */
export function imagesTimed(timed: number, of: number): string | null {
  return timed === of ? null : `${timed} of ${of} images`;
}

/** Of how many images the times of a group are, where the rates are of others: `3 of 24 images`. */
export function timedImages(
  { content, group, timings }: Pick<PageDataset, 'content' | 'group' | 'timings'>,
  timing: number | null,
): string | null {
  const times = timing === null ? undefined : timings[timing];
  if (times !== undefined && content !== undefined) return `${times.images} images of all classes`;
  return times === undefined || group.images === 0 ? null : imagesTimed(times.images, group.images);
}

/**
 * Of what pictures times are, where these are not those of the rates, and what most of them have in
 * common: ` Times: 3 of 24 images, cut to 512x512; intervals 8 to 28 % wide.` Empty without times.
 */
export function timedSentence(data: PageDataset, timing: number | null): string {
  const images = timedImages(data, timing);
  const crop = timing === null ? null : (data.timings[timing]?.crop ?? null);
  const cut =
    images === null || crop === null || crop === data.group.crop ? '' : `, cut to ${crop}`;
  const { told } = usualTimesOf(data, timing);
  const parts = [...(images === null ? [] : [`${images}${cut}`]), ...(told === '' ? [] : [told])];
  return parts.length === 0 ? '' : ` Times: ${parts.join('; ')}.`;
}
