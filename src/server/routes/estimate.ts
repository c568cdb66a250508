import type { FastifyRequest } from 'fastify';
import { now } from '../../base/clock.js';
import { WorkError } from '../../base/errors.js';
import { estimateDefaults } from '../../estimate/defaults.js';
import { presets } from '../../optimize/presets.js';
import type { Context } from '../context.js';
import { answerOf, type Told } from '../estimate-answer.js';
import { fetchHead, fetchPicture, holdBytes } from '../fetch/fetch-picture.js';
import { demandFormat, jsonField, readIncoming } from '../picture-in.js';
import { type Estimation, estimateBody, estimation } from '../request-schemas.js';
import type { Inspection } from '../work/inspection.js';
import { decodedBytesOf } from '../work/work.js';

/** From so many bytes on a thumbnail stands for the picture, where there is one. */
const largeBytes = 10_000_000;

/** Bytes of a thumbnail at most. */
const thumbnailBytes = 10_000_000;

const shape = {
  json: estimateBody,
  multipart: estimation,
  known: ['preset', 'options'],
  bodyOf(fields: ReadonlyMap<string, string>) {
    const preset = fields.get('preset');
    const { options = {} } = jsonField(fields, 'options') as { readonly options?: object };
    return { ...options, ...(preset !== undefined && { preset }) };
  },
} as const;

/** What an estimate is made of. */
interface Subject {
  /** The whole file, or the first bytes of it. */
  readonly bytes: Buffer;
  readonly fileBytes: number;
  readonly found: Inspection;
  readonly thumbnail: Buffer | null;
  /** Why it is the whole although a thumbnail was given. */
  readonly fallback: string | null;
}

/** POST /estimate: what a picture would weigh. */
export async function answerEstimate(request: FastifyRequest, context: Context): Promise<unknown> {
  const start = now();
  const incoming = await readIncoming(request, context, shape);
  const asked = wantedOf(incoming.body);
  const subject =
    incoming.bytes === null
      ? await fetchSubject(request, context, incoming.body, asked)
      : await wholeSubject(request, context, incoming.bytes, asked);
  const told = await estimateSubject(request, context, subject, asked);
  return answerOf({ ...subject, ...told, milliseconds: Math.round(1000 * (now() - start)) });
}

/** What is estimated. */
interface Wanted {
  readonly quality: number;
  readonly lossyPng: boolean;
}

interface FetchedBody {
  readonly url: string;
  readonly thumbnail_url?: string | undefined;
  readonly file_size?: number | undefined;
}

function wantedOf({ preset, quality, png_lossy: lossyPng }: Estimation): Wanted {
  const chosen = presets[preset];
  return { quality: quality ?? chosen.quality, lossyPng: lossyPng ?? chosen.lossyPng };
}

async function wholeSubject(
  request: FastifyRequest,
  { work, signalOf }: Context,
  bytes: Buffer,
  estimate: Wanted,
): Promise<Subject> {
  demandFormat(bytes);
  const found = await work.inspect({ bytes, estimate }, signalOf(request));
  return { bytes, fileBytes: bytes.length, found, thumbnail: null, fallback: null };
}

async function fetchSubject(
  request: FastifyRequest,
  context: Context,
  { url, thumbnail_url: thumbnailUrl, file_size: fileSize }: FetchedBody,
  asked: Wanted,
): Promise<Subject> {
  let fallback: string | null = null;
  if (thumbnailUrl !== undefined && (fileSize === undefined || fileSize >= largeBytes)) {
    const made = await fetchByThumbnail(request, context, { url, thumbnailUrl, fileSize }, asked);
    if (typeof made !== 'string') return made;
    fallback = made;
  }
  const bytes = await fetchPicture(request, context, url);
  const isExpected = bytes.length < largeBytes;
  return {
    ...(await wholeSubject(request, context, bytes, asked)),
    fallback: isExpected ? null : fallback,
  };
}

/** The head and the thumbnail of a large picture; a reason where its whole is to be fetched. */
async function fetchByThumbnail(
  request: FastifyRequest,
  context: Context,
  given: { url: string; thumbnailUrl: string; fileSize: number | undefined },
  estimate: Wanted,
): Promise<Subject | string> {
  const { work, fetcher, counters } = context;
  const outer = context.signalOf(request);
  holdBytes(request, context, thumbnailBytes);
  const budget = fetcher.budget(outer);
  try {
    const { signal } = budget;
    const head = await fetchHead<Inspection>(context, {
      ...{ url: given.url, claimedBytes: given.fileSize ?? null, fromBytes: largeBytes, signal },
      async read(bytes) {
        const found = await work.inspect({ bytes, isHead: true, estimate }, signal);
        if (found.trial === null) throw new WorkError(`${found.format} is told by the whole alone`);
        return found;
      },
    });
    if (typeof head === 'string') return head;
    const { bytes: thumbnail } = await fetcher.fetch(given.thumbnailUrl, {
      maxBytes: thumbnailBytes,
      signal,
    });
    counters.add('pareto_fetched_bytes_total', {}, thumbnail.length);
    demandFormat(thumbnail);
    await work.inspect({ bytes: thumbnail }, signal);
    const { bytes, totalBytes: fileBytes, found } = head;
    return { bytes, fileBytes, found, thumbnail, fallback: null };
  } finally {
    budget.end();
  }
}

/** The figure, by an estimator; where there is none for the format, by the work itself. */
async function estimateSubject(
  request: FastifyRequest,
  context: Context,
  { bytes, fileBytes, found, thumbnail }: Subject,
  { quality, lossyPng }: Wanted,
): Promise<Told> {
  const { work, settings } = context;
  const signal = context.signalOf(request);
  const { trial } = found;
  const gate = trial === null ? work.gates.optimize : work.gates.estimate;
  const decodedBytes = thumbnail === null ? decodedBytesOf(found) : 0;
  const leavePlace = () => context.leavePlace(request);
  return work.run(
    { gate, leavePlace, decodedBytes, signal },
    async (maxMemoryBytes): Promise<Told> => {
      const common = { signal, maxMemoryBytes, maxPixels: settings['max-pixels'] };
      if (trial === null) {
        const result = await work.optimizer.optimize(bytes, {
          ...{ ...common, quality, lossyPng, name: 'the picture' },
          timeLimitSeconds: settings['work-seconds'],
        });
        return { method: result.method, optimized: result };
      }
      const estimate = await work.estimates.estimate(bytes, trial.spec, {
        ...{ ...common, fileBytes },
        timeLimitSeconds: Math.min(estimateDefaults.timeLimitSeconds, settings['work-seconds']),
        ...(thumbnail !== null && { thumbnail, maxPixelsPerByte: Number.MAX_SAFE_INTEGER }),
      });
      return { method: trial.method, estimate };
    },
  );
}
