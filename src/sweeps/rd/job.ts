import { hash } from 'node:crypto';
import { measure, now } from '../../base/clock.js';
import { isOwnError, messageOf } from '../../base/errors.js';
import { createLru } from '../../base/lru-cache.js';
import { demandStorable } from '../../codecs/limits.js';
import { type OpenCodec, openCodec, type Prepared } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import { compareAlpha } from '../../image/alpha.js';
import { sameSamples } from '../../image/compare.js';
import { createScoring } from '../../metrics/scoring.js';
import { loadMetric } from '../../metrics/table.js';
import { findBitstream, keepBitstream, keepMap } from '../../results/bitstreams.js';
import type { JobError } from '../../results/record.js';
import { type LoadedOriginal, loadOriginal } from '../original.js';
import { emptyOutcome } from './outcome.js';
import { storedScores } from './score.js';
import type { RdOutcome, RdTask } from './task.js';

// Small originals weigh as much as this: what lies around their samples would grow with the data set.
const leastWeight = 2 ** 22;

// Decoded originals and open codecs stay between the jobs of one worker, within these bounds.
const originals = createLru<LoadedOriginal>({
  limit: 256 * 2 ** 20,
  weigh: ({ picture, file }) =>
    Math.max(leastWeight, picture.data.byteLength + (file?.length ?? 0)),
});
const opened = createLru<OpenCodec>({ limit: 16, drop: (codec) => codec.close() });
// Jobs come image by image: what metrics hold of one is of no use to the next.
const scoring = createScoring({ originals: 1 });

/** Runs one rate-distortion job. Never throws: what goes wrong stands in the outcome. */
export async function runRdJob(task: RdTask): Promise<RdOutcome> {
  const outcome = emptyOutcome();
  let stage: JobError['stage'] = 'load';
  try {
    const loading = await measure(() =>
      originals.get(originalKey(task), () => loadOriginal(task.image, task)),
    );
    outcome.busy.pictures += loading.totalSeconds;
    const original = loading.value;
    const { picture, damage } = original;
    outcome.damage = damage;
    outcome.width = picture.width;
    outcome.height = picture.height;

    stage = 'open';
    const opening = await measure(async () => {
      demandStorable(await loadCodec(task.codec), task.settings, picture);
      return obtainCodec(task);
    });
    outcome.busy.codec += opening.totalSeconds;
    const codec = opening.value;
    outcome.engine = codec.codec.engine(task.settings);
    const prepared = codec.prepare(original);
    if (prepared.input instanceof Uint8Array) outcome.sourceBytes = prepared.input.length;
    outcome.conversion = prepared.conversion;

    stage = 'encode';
    const bitstream = await obtainBitstream(codec, prepared, task, outcome);
    const keeping = keepBitstream(outcome.bitstreamSha256!, bitstream);

    stage = 'decode';
    const decoding = await codec.decode(bitstream);
    outcome.busy.codec += decoding.totalSeconds;
    const reporting = await measure(() => codec.report());
    outcome.busy.codec += reporting.totalSeconds;
    outcome.learned = reporting.value;

    stage = 'verify';
    const start = now();
    const decoded = codec.check(prepared, decoding.value);
    outcome.exact = sameSamples(picture, decoded);
    outcome.alpha = compareAlpha(picture, decoded);
    const same = outcome.bitstreamSha256 === task.bitstreamSha256;
    const wanted = same ? task.metrics : [...task.metrics, ...task.kept];
    const chosen = await Promise.all(wanted.map(loadMetric));
    const results = scoring.results(picture, decoded, chosen, { maps: task.maps });
    Object.assign(outcome, await storedScores(results, mapKeeper(task, outcome)));
    outcome.busy.metrics += now() - start;
    await keeping;
  } catch (error) {
    outcome.error = { stage, message: messageOf(error) };
    outcome.errorCode = isOwnError(error) ? error.code : null;
    opened.forget(codecKey(task));
  }
  return outcome;
}

function originalKey({ image, crop, lenient }: RdTask): string {
  return `${image.sha256} ${crop} ${lenient}`;
}

function mapKeeper({ maps, image, crop }: RdTask, { bitstreamSha256 }: RdOutcome) {
  if (!maps) return null;
  const shown = { bitstreamSha256: bitstreamSha256!, imageSha256: image.sha256, crop };
  return (metric: string, png: Uint8Array): Promise<void> => keepMap({ ...shown, metric }, png);
}

function codecKey({ codec, settings, maxPixels }: RdTask): string {
  return JSON.stringify([codec, settings, maxPixels]);
}

function obtainCodec(task: RdTask): Promise<OpenCodec> {
  return opened.get(codecKey(task), async () =>
    openCodec(await loadCodec(task.codec), task.settings, { maxPixels: task.maxPixels }),
  );
}

async function obtainBitstream(
  codec: OpenCodec,
  { input }: Prepared,
  task: RdTask,
  outcome: RdOutcome,
): Promise<Uint8Array> {
  const cached = task.bitstreamSha256 ? await findBitstream(task.bitstreamSha256) : null;
  if (cached !== null) {
    outcome.bytes = cached.length;
    outcome.bitstreamSha256 = task.bitstreamSha256;
    return cached;
  }
  const encoding = await codec.encode(input);
  outcome.busy.codec += encoding.totalSeconds;
  outcome.bytes = encoding.value.length;
  outcome.bitstreamSha256 = hash('sha256', encoding.value);
  return encoding.value;
}
