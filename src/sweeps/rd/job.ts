import { hash } from 'node:crypto';
import { measure, now } from '../../base/clock.js';
import { messageOf } from '../../base/errors.js';
import type { LearnedReport } from '../../base/learned-report.js';
import { createLru } from '../../base/lru-cache.js';
import type { Settings } from '../../base/params.js';
import type { AnyCodec, AnySession, CodecInput } from '../../codecs/codec.js';
import { type CodecSource, loadCodec } from '../../codecs/table.js';
import { sameSamples } from '../../image/compare.js';
import { describeConversion } from '../../image/convert.js';
import { findBitstream, keepBitstream, keepMap } from '../../results/bitstreams.js';
import type { JobError } from '../../results/record.js';
import { inputOf, loadOriginal, type Original, verifyDecoded } from '../original.js';
import { noScores, type Scores, scoreAll } from './score.js';

/** What a worker is told: all of it plain JSON. */
export interface RdTask {
  readonly codec: CodecSource;
  readonly settings: Settings;
  readonly image: { readonly name: string; readonly path: string; readonly sha256: string };
  readonly crop: string | null;
  /** Metrics to compute from the bitstream. */
  readonly metrics: readonly string[];
  /** Metrics to compute as well if the bitstream is not `bitstreamSha256`. */
  readonly kept: readonly string[];
  /** The bitstream of the stored record, which need not be encoded again where the cache has it. */
  readonly bitstreamSha256: string | null;
  /** Keep the metrics' error maps beside the bitstream. */
  readonly maps: boolean;
  readonly maxPixels: number;
}

/** What a worker answers. Of a failed job the fields that were not reached are null. */
export interface RdOutcome extends Scores {
  width: number | null;
  height: number | null;
  bytes: number | null;
  /** Length of the JPEG file that was coded; null of codecs of pictures. */
  sourceBytes: number | null;
  bitstreamSha256: string | null;
  conversion: string | null;
  exact: boolean | null;
  /** Null of codecs that are not learned. */
  learned: LearnedReport | null;
  error: JobError | null;
  /** Seconds inside the codec and inside the metrics: the rest of the sweep is its own overhead. */
  busy: { codec: number; metrics: number };
}

/** An outcome with nothing reached yet. */
export function emptyOutcome(): RdOutcome {
  return {
    width: null,
    height: null,
    bytes: null,
    sourceBytes: null,
    bitstreamSha256: null,
    conversion: null,
    exact: null,
    learned: null,
    ...noScores(),
    error: null,
    busy: { codec: 0, metrics: 0 },
  };
}

// Decoded originals and open codecs stay between the jobs of one worker, within these bounds.
const originals = createLru<Original>({
  limit: 256 * 2 ** 20,
  weigh: ({ picture, file }) => picture.data.byteLength + (file?.length ?? 0),
});
const sessions = createLru<AnySession>({ limit: 16, drop: (session) => session.close() });

/** Runs one rate-distortion job. Never throws: what goes wrong stands in the outcome. */
export async function runRdJob(task: RdTask): Promise<RdOutcome> {
  const outcome = emptyOutcome();
  let stage: JobError['stage'] = 'load';
  try {
    const original = await originals.get(originalKey(task), () => loadOriginal(task.image, task));
    const { picture } = original;
    outcome.width = picture.width;
    outcome.height = picture.height;

    stage = 'open';
    const opening = await measure(() => openCodec(task));
    outcome.busy.codec += opening.totalSeconds;
    const { codec, session } = opening.value;
    const input = inputOf(codec, task.settings, original);
    if (input instanceof Uint8Array) outcome.sourceBytes = input.length;
    else outcome.conversion = describeConversion(picture, input);

    stage = 'encode';
    const bitstream = await obtainBitstream(session, input, task, outcome);
    const keeping = keepBitstream(outcome.bitstreamSha256!, bitstream);

    stage = 'decode';
    const decoding = await measure((clock) => session.decode(bitstream, clock));
    outcome.busy.codec += decoding.totalSeconds;
    outcome.learned = (await session.report?.()) ?? null;

    stage = 'verify';
    const decoded = verifyDecoded(codec, task.settings, original, input, decoding.value);
    outcome.exact = sameSamples(picture, decoded);
    const same = outcome.bitstreamSha256 === task.bitstreamSha256;
    const wanted = same ? task.metrics : [...task.metrics, ...task.kept];
    const start = now();
    Object.assign(
      outcome,
      await scoreAll(
        wanted,
        { original: picture, key: originalKey(task), decoded },
        mapKeeper(task, outcome),
      ),
    );
    outcome.busy.metrics += now() - start;
    await keeping;
  } catch (error) {
    outcome.error = { stage, message: messageOf(error) };
    sessions.forget(sessionKey(task));
  }
  return outcome;
}

function originalKey({ image, crop }: RdTask): string {
  return `${image.sha256} ${crop}`;
}

function mapKeeper({ maps, image, crop }: RdTask, { bitstreamSha256 }: RdOutcome) {
  if (!maps) return null;
  const shown = { bitstreamSha256: bitstreamSha256!, imageSha256: image.sha256, crop };
  return (metric: string, png: Uint8Array): Promise<void> => keepMap({ ...shown, metric }, png);
}

function sessionKey({ codec, settings, maxPixels }: RdTask): string {
  return JSON.stringify([codec, settings, maxPixels]);
}

async function openCodec(task: RdTask): Promise<{ codec: AnyCodec; session: AnySession }> {
  const codec = await loadCodec(task.codec);
  const resources = { threads: 1, maxPixels: task.maxPixels };
  const session = await sessions.get(sessionKey(task), async () =>
    codec.open(task.settings, resources),
  );
  return { codec, session };
}

async function obtainBitstream(
  session: AnySession,
  input: CodecInput,
  task: RdTask,
  outcome: RdOutcome,
): Promise<Uint8Array> {
  const cached = task.bitstreamSha256 ? await findBitstream(task.bitstreamSha256) : null;
  if (cached !== null) {
    outcome.bytes = cached.length;
    outcome.bitstreamSha256 = task.bitstreamSha256;
    return cached;
  }
  const encoding = await measure((clock) => session.encode(input, clock));
  outcome.busy.codec += encoding.totalSeconds;
  outcome.bytes = encoding.value.length;
  outcome.bitstreamSha256 = hash('sha256', encoding.value);
  return encoding.value;
}
