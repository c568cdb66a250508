import { messageOf } from '../../base/errors.js';
import type { PictureReason } from '../model/picture-reason.js';

/** The reason why a picture is not there that could not be made: the error's own words. */
export function failed(error: unknown): PictureReason {
  return { code: 'failed', message: messageOf(error) };
}
