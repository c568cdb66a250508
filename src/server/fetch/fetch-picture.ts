import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import type { problem } from '../problem.js';

/**
 * Fetches a whole picture within the seconds of one budget.
 * @throws a problem
 */
export async function fetchPicture(
  request: FastifyRequest,
  context: Context,
  url: string,
): Promise<Buffer> {
  const maxBytes = context.settings['max-file'];
  holdBytes(request, context, maxBytes);
  const budget = context.fetcher.budget(context.signalOf(request));
  try {
    const { bytes } = await context.fetcher.fetch(url, { maxBytes, signal: budget.signal });
    context.counters.add('pareto_fetched_bytes_total', {}, bytes.length);
    return bytes;
  } finally {
    budget.end();
  }
}

/** Counts bytes that are about to come among those that are held, until the request is over. */
export function holdBytes(request: FastifyRequest, { work, atEnd }: Context, bytes: number): void {
  atEnd(request, work.bodies.take(bytes));
}

/** Bytes of a file that are fetched for its header, in turn: more than the last are not. */
const headSizes = [8192, 24_576, 65_536] as const;

/** The first bytes of a picture, with what they tell. */
export interface Head<T> {
  readonly bytes: Buffer;
  readonly totalBytes: number;
  readonly found: T;
}

/** How the head of a picture is fetched. */
export interface HeadRequest<T> {
  readonly url: string;
  /** What the client says that the whole has. */
  readonly claimedBytes: number | null;
  /** Below so many bytes the whole is to be fetched. */
  readonly fromBytes: number;
  /** Reads a head; throws where more of it is needed. */
  readonly read: (bytes: Buffer) => Promise<T>;
  readonly signal: AbortSignal;
}

/**
 * Fetches no more than 64 KiB of a picture: enough for its header, in most formats.
 * @returns a reason where the whole is to be fetched
 * @throws a problem
 */
export async function fetchHead<T>(
  { fetcher, counters }: Context,
  { url, claimedBytes, fromBytes, read, signal }: HeadRequest<T>,
): Promise<Head<T> | string> {
  let head: Buffer = Buffer.alloc(0);
  let fetched = 0;
  let totalBytes = claimedBytes;
  let why = '';
  for (const size of headSizes) {
    const first = head.length;
    const range = [first, size - 1] as const;
    const answer = await fetcher
      .fetch(url, { maxBytes: headSizes.at(-1)! - fetched, range, signal })
      .catch((error: unknown) => {
        if (isRangeRefused(error)) return null;
        throw error;
      });
    if (answer === null) return 'the server refuses to send a part';
    fetched += answer.bytes.length;
    counters.add('pareto_fetched_bytes_total', {}, answer.bytes.length);
    totalBytes = answer.totalBytes ?? totalBytes;
    if (totalBytes === null) return 'the server does not tell the length';
    if (totalBytes < fromBytes) return 'the picture is small';
    // A server that knows no ranges begins anew each time.
    head = answer.isPart ? Buffer.concat([head, answer.bytes]) : answer.bytes;
    try {
      return { bytes: head, totalBytes, found: await read(head) };
    } catch (error) {
      signal.throwIfAborted();
      why = error instanceof Error ? error.message : '';
    }
    if (!answer.isPart && first > 0) break;
  }
  return `its first ${head.length} bytes do not tell its size (${why})`;
}

function isRangeRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    'problem' in error &&
    (error as ReturnType<typeof problem>).problem.details['upstream_status'] === 416
  );
}
