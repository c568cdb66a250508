import { type ErrorData, isOwnError, messageOf, WorkError } from '../base/errors.js';
import { decodeWithSharp } from '../image/files/source.js';
import { checkPixels } from '../image/pixels.js';
import { withPixelLimit } from '../image/plausible.js';
import type { Source, TrialLimits } from './contract.js';
import { decodeOriginal } from './decode-original.js';
import { factsByHeaders } from './facts.js';
import { optimizeFormats } from './formats/registry.js';
import { formatFacts, formatIds, formatOfFile } from './formats/table.js';

/** Formats in the spelling of messages. */
const titles = formatIds.map((id) => formatFacts[id].title).join(', ');

/** How a picture is read. */
export interface ReadLimits extends TrialLimits {
  /** Pictures of more than 16,777,216 pixels may have so many for each byte of their file. */
  readonly maxPixelsPerByte?: number | undefined;
}

/**
 * Opens a file: its format by its bytes, its facts, its samples when they are first asked for.
 * @throws WorkError naming the file, where it is of no format that is optimised, broken, or has more
 *   pixels than it may
 */
export async function openSource(
  bytes: Uint8Array,
  name: string,
  limits: ReadLimits,
): Promise<Source> {
  const format = formatOfFile(bytes);
  const broken = { code: 'broken-image', data: { file: name } } as const;
  if (bytes.length === 0) throw new WorkError(`${name} is empty (0 bytes)`, broken);
  if (format === null) {
    throw new WorkError(`${name} is no image that can be optimised (${titles})`, broken);
  }
  const { readFacts, decode } = await optimizeFormats.load(format);
  return telling(name, () =>
    withPixelLimit(bytes.length, limits, async (maxPixels) => {
      const bounded = { ...limits, maxPixels };
      const facts = await (readFacts ?? factsByHeaders)(bytes, bounded);
      checkPixels(facts.width, facts.height, maxPixels);
      const raster = once(() => telling(name, () => (decode ?? decodeOriginal)(bytes, bounded)));
      const stored = facts.icc
        ? once(() => telling(name, () => decodeWithSharp(bytes, { maxPixels, asStored: true })))
        : raster;
      return { name, bytes, format, facts, raster, stored };
    }),
  );
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= work();
    return made;
  };
}

/** Errors with the name of the file before them. */
export async function telling<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isOwnError(error) && error.message.startsWith(name)) throw error;
    const broken = { code: 'broken-image', data: {} as ErrorData } as const;
    const { code, data } = isOwnError(error) ? error : broken;
    const { reason } = data;
    // What a lenient reader makes of a damaged file is not what it was: nothing is optimised of it.
    const why =
      code === 'damaged-image'
        ? `it is damaged (${String(reason)}); save it anew, and optimise that`
        : messageOf(error);
    throw new WorkError(`${name} cannot be optimised: ${why}`, {
      code,
      data: { ...data, file: name },
    });
  }
}
