import type { PageDataset } from './contract.js';

/** `3 of 24 images` where times are of other images than rates; null where they are of the same. */
export function imagesTimed(timed: number, of: number): string | null {
  return timed === of ? null : `${timed} of ${of} images`;
}

/** Of how many images the times of a group are, where the rates are of others: `3 of 24 images`. */
export function timedImages(
  { group, timings }: Pick<PageDataset, 'group' | 'timings'>,
  timing: number | null,
): string | null {
  const times = timing === null ? undefined : timings[timing];
  return times === undefined || group.images === 0 ? null : imagesTimed(times.images, group.images);
}

/** The same as a sentence, with the crop that was timed. Empty where times and rates are of the same. */
export function timedSentence(
  data: Pick<PageDataset, 'group' | 'timings'>,
  timing: number | null,
): string {
  const images = timedImages(data, timing);
  const crop = timing === null ? null : (data.timings[timing]?.crop ?? null);
  const cut = crop === null || crop === data.group.crop ? '' : `, cut to ${crop}`;
  return images === null ? '' : ` Times and memory are of ${images}${cut}.`;
}
