import type { AnewEncoder, LostBitstream } from '../../sweeps/display/encode-anew.js';
import type { PictureReason } from '../model/picture-reason.js';
import { failed } from './picture-failed.js';

/** Has the bitstreams made that the cache lacks, a few ahead of the one that is asked for. */
export interface Refill {
  /** Settles once the work on this place of the list is done: null where nothing is in the way. */
  ready(place: number): Promise<PictureReason | null>;
  /** Begins no more work. */
  stop(): void;
  /** Whether it was stopped, while it had an encoder. */
  readonly stopped: boolean;
}

/**
 * Begins with a list of bitstreams, of which null are at hand.
 * @param encoder none is encoded anew where null
 */
export function refill(
  lost: readonly (LostBitstream | null)[],
  encoder: AnewEncoder | null,
): Refill {
  const begun: Promise<PictureReason | null>[] = [];
  let stopped = false;
  const begin = async (each: LostBitstream | null): Promise<PictureReason | null> => {
    if (each === null || encoder === null || stopped) return null;
    try {
      return (await encoder.encode(each)) ? null : { code: 'no-original' };
    } catch (error) {
      return failed(error);
    }
  };
  return {
    ready(place) {
      const end = Math.min(lost.length, place + (encoder?.slots ?? 1));
      while (begun.length < end) begun.push(begin(lost[begun.length]!));
      return begun[place]!;
    },
    stop() {
      stopped = encoder !== null;
    },
    get stopped() {
      return stopped;
    },
  };
}
