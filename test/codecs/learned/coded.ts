import { untimed } from '#src/base/clock.js';
import type { LearnedReport } from '#src/base/learned-report.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import type { Codec, CodecSession } from '#src/codecs/codec.js';
import type { Raster } from '#src/image/raster.js';
import { resources } from '../support.ts';

/** A session of a codec with these settings, the others at their defaults. */
export async function sessionOf(
  codec: Codec,
  given: Readonly<Record<string, Value>> = {},
): Promise<CodecSession> {
  return codec.open(resolveSettings(codec.id, codec.params, given), resources);
}

/** A picture there and back, and what a learned codec reports of it. */
export async function coded(
  codec: Codec,
  image: Raster,
  given: Readonly<Record<string, Value>> = {},
): Promise<{ bytes: Uint8Array; decoded: Raster; report: LearnedReport }> {
  const session = await sessionOf(codec, given);
  try {
    const bytes = await session.encode(image, untimed);
    const decoded = await session.decode(bytes, untimed);
    return { bytes, decoded, report: (await session.report?.())! };
  } finally {
    await session.close();
  }
}
