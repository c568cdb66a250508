import { sha256 } from '#platform/base/sha256.js';
import { isOwnError, messageOf } from '../base/errors.js';
import { pageCodecs } from '../codecs/browser/page-registry.js';
import { demandStorable } from '../codecs/limits.js';
import { type OpenCodec, openCodec } from '../codecs/open-codec.js';
import { compareAlpha } from '../image/alpha.js';
import { sameSamples } from '../image/compare.js';
import type { Raster } from '../image/raster.js';
import { metrics } from '../metrics/browser.js';
import { createScoring } from '../metrics/scoring.js';
import type { JobError } from '../results/record.js';
import { emptyOutcome } from '../sweeps/rd/outcome.js';
import { storedScores } from '../sweeps/rd/score.js';
import type { RdOutcome } from '../sweeps/rd/task.js';
import type { Questions } from './messages.js';

// Jobs come image by image: what metrics hold of one is of no use to the next.
const scoring = createScoring({ originals: 1 });

/** Runs one rate-distortion job, as a sweep does. Never throws: what goes wrong stands in the outcome. */
export async function measureRd(
  { codec: id, settings, metrics: wanted, maxPixels }: Questions['rd']['ask'],
  picture: Raster,
): Promise<RdOutcome> {
  const outcome = emptyOutcome();
  outcome.width = picture.width;
  outcome.height = picture.height;
  let stage: JobError['stage'] = 'open';
  let codec: OpenCodec | null = null;
  try {
    const found = await pageCodecs.load(id);
    demandStorable(found, settings, picture);
    codec = await openCodec(found, settings, { maxPixels });
    outcome.engine = found.engine(settings);
    const prepared = codec.prepare({ picture, file: null });
    outcome.conversion = prepared.conversion;
    stage = 'encode';
    const { value: bytes } = await codec.encode(prepared.input);
    outcome.bytes = bytes.length;
    outcome.bitstreamSha256 = sha256(bytes);
    stage = 'decode';
    const decoding = await codec.decode(bytes);
    stage = 'verify';
    const decoded = codec.check(prepared, decoding.value);
    outcome.exact = sameSamples(picture, decoded);
    outcome.alpha = compareAlpha(picture, decoded);
    const chosen = await Promise.all(wanted.map((name) => metrics.load(name)));
    const results = scoring.results(picture, decoded, chosen, { maps: false });
    Object.assign(outcome, await storedScores(results, null));
  } catch (error) {
    outcome.error = { stage, message: messageOf(error) };
    outcome.errorCode = isOwnError(error) ? error.code : null;
  } finally {
    await codec?.close();
  }
  return outcome;
}
