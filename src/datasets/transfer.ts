import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../base/errors.js';
import { startTimeLimit } from '../base/time-limit.js';

export interface Transfer {
  readonly url: string;
  /** The file that grows; what it holds already is not asked for again. */
  readonly part: string;
  /** How long the whole file is. */
  readonly bytes: number;
  /** A transfer that brings nothing for so long has failed. */
  readonly stallSeconds: number;
  /** Told how many bytes are there. */
  readonly onProgress: (bytes: number) => void;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Why a transfer failed, and whether it may go better the next time. */
export interface Failure {
  readonly reason: string;
  readonly again: boolean;
}

/** Statuses besides 5xx that may pass: time out, range not satisfiable, too many requests. */
const passing = [408, 416, 429];

/** Gets what is missing of a file over HTTP, by a Range request where a part is there. */
export async function transfer({
  url,
  part,
  bytes,
  stallSeconds,
  onProgress,
  signal,
}: Transfer): Promise<Failure | null> {
  const start = (await stat(part).catch(() => null))?.size ?? 0;
  if (start === bytes) return null;
  const stall = new AbortController();
  const abort = (): void => stall.abort(new Error(`nothing came for ${stallSeconds} seconds`));
  const limit = startTimeLimit(stallSeconds, abort);
  const end = (): void => stall.abort(signal?.reason);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  try {
    const headers = start > 0 ? { range: `bytes=${start}-` } : {};
    const response = await fetch(url, { headers, signal: stall.signal });
    const failure = checkResponse(response, start);
    if (failure !== null) {
      await response.body?.cancel();
      // What is there is no beginning of what the server has.
      if (response.status === 416 || response.status === 206) await rm(part, { force: true });
      return failure;
    }
    const from = response.status === 206 ? start : 0;
    const body: AsyncIterable<Uint8Array> = response.body ?? Readable.from([]);
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      let there = from;
      for await (const piece of body) {
        limit.refresh();
        there += piece.length;
        onProgress(Math.min(there, bytes));
        yield piece;
        if (there > bytes) break;
      }
    };
    await pipeline(counted, createWriteStream(part, { flags: from > 0 ? 'a' : 'w' }));
  } catch (error) {
    return { reason: reasonOf(error), again: causeCode(error) !== 'ENOTFOUND' };
  } finally {
    limit.cancel();
    signal?.removeEventListener('abort', end);
  }
  return checkLength(part, bytes);
}

function checkResponse({ status, ok, headers }: Response, start: number): Failure | null {
  if (!ok) {
    return { reason: `HTTP status ${status}`, again: status >= 500 || passing.includes(status) };
  }
  const range = headers.get('content-range') ?? 'none';
  if (status !== 206 || range.startsWith(`bytes ${start}-`)) return null;
  return { reason: `asked for bytes from ${start} on, got the range ${range}`, again: true };
}

async function checkLength(part: string, bytes: number): Promise<Failure | null> {
  const { size } = await stat(part);
  if (size === bytes) return null;
  if (size < bytes) return { reason: `cut short at ${size} of ${bytes} bytes`, again: true };
  await rm(part);
  return { reason: `the file is longer than the ${bytes} bytes expected`, again: false };
}

/** The system's code of what lies behind; ENOTFOUND is a host without an address: no network. */
function causeCode(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

/** fetch says no more than `fetch failed`; why stands in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)} (${messageOf(cause)})`;
}
