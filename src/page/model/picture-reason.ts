import { z } from 'zod';

/** Why a picture that was asked for is not in the page. */
export const pictureReason = z.discriminatedUnion('code', [
  /** The cache has no bitstream to decode: it never had one, or lost it. */
  z.object({ code: z.literal('no-bitstream') }),
  /** The files would be more bytes than were allowed. */
  z.object({ code: z.literal('beyond-limit') }),
  /** Neither the original's file nor a bitstream of its very samples is at hand. */
  z.object({ code: z.literal('no-original') }),
  /** It could not be made: the error's own words. */
  z.object({ code: z.literal('failed'), message: z.string() }),
]);

export type PictureReason = z.infer<typeof pictureReason>;

/** Why a view shows none: the page has none, none was asked for, or no point is near the others. */
export type NotShown =
  | PictureReason
  | { readonly code: 'not-asked' }
  | { readonly code: 'no-match' };

/** A reason in words: the rest of a sentence such as `3 pictures are not here: …`. */
export function reasonText(reason: NotShown): string {
  switch (reason.code) {
    case 'no-bitstream':
      return 'the cache of this machine has no bitstream of it';
    case 'beyond-limit':
      return 'that would be more bytes than pictures were allowed';
    case 'no-original':
      return 'neither its file nor a bitstream of its very samples is at hand';
    case 'not-asked':
      return 'the page was written without pictures of this image';
    case 'no-match':
      return 'no point of it can be matched';
    case 'failed':
      return reason.message;
  }
}

/** The place of a reason in a list that has each once; it is added where it is new. */
export function placeOfReason(reasons: PictureReason[], reason: PictureReason): number {
  const text = reasonText(reason);
  const known = reasons.findIndex((each) => each.code === reason.code && reasonText(each) === text);
  return known >= 0 ? known : reasons.push(reason) - 1;
}
