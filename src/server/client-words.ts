import type { ErrorCode } from '../base/error-codes.js';
import type { ErrorData } from '../base/errors.js';

/** What a client is told of an error. */
interface Told {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The words for one code. */
interface Wording {
  /** Fields of the error's data that they are made of. */
  readonly of: readonly string[];
  tell(data: ErrorData): Told;
}

/**
 * Errors of the house whose messages advise who runs the program (raise a limit, read leniently), in
 * words for a client, who can do neither.
 */
const wordings: Partial<Record<ErrorCode, Wording>> = {
  'damaged-image': {
    of: ['reason'],
    tell: ({ reason }) => ({
      message: `the picture is damaged (${reason}); open it, save it anew, and send that`,
      details: {},
    }),
  },
  'too-many-pixels': {
    of: ['width', 'height', 'maxPixels'],
    tell: ({ width, height, maxPixels }) => ({
      message: `the picture has ${width}x${height} pixels, and at most ${maxPixels} are taken here; send a smaller one`,
      details: { limit: maxPixels },
    }),
  },
  'implausible-size': {
    of: ['width', 'height', 'bytes', 'pixelsPerByte'],
    tell: ({ width, height, bytes, pixelsPerByte }) => ({
      message: `the picture has ${width}x${height} pixels in ${bytes} bytes, and at most ${pixelsPerByte} for each byte are taken here; send a smaller one`,
      details: { limit: Number(pixelsPerByte) * Number(bytes) },
    }),
  },
  'memory-limit': {
    of: ['bytes'],
    tell: ({ bytes }) => ({
      message: `the work on the picture took more than ${Math.round(Number(bytes) / 1e6)} MB of memory; send a smaller one`,
      details: { limit: bytes },
    }),
  },
  'time-limit': {
    of: ['seconds'],
    tell: ({ seconds }) => ({
      message: `the work on the picture was not done after ${seconds} s; send a smaller one, or ask for less`,
      details: {},
    }),
  },
};

/** What a client is told of an error instead of its own message; null where that is for clients too. */
export function clientWords(code: ErrorCode, data: ErrorData): Told | null {
  const wording = wordings[code];
  if (!wording?.of.every((name) => data[name] !== undefined)) return null;
  return wording.tell(data);
}
