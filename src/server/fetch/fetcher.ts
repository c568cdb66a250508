import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { isOwnError, messageOf } from '../../base/errors.js';
import { readBoundedSync } from '../../base/read-bounded.js';
import { startTimeLimit } from '../../base/time-limit.js';
import { type ProblemError, problem } from '../problem.js';
import type { Settings } from '../settings.js';
import { checkUrl, type UrlRules } from './check-url.js';
import { guardedLookup, type Resolve, resolveBySystem } from './guarded-lookup.js';
import { isPublicAddress } from './public-address.js';

/** What is fetched of a URL. */
export interface FetchRequest {
  /** Bytes that may come; more are an error, or are left where a range was asked for. */
  readonly maxBytes: number;
  /** First and last byte that are asked for; all of them unless given. */
  readonly range?: readonly [first: number, last: number] | undefined;
  readonly signal: AbortSignal;
}

/** What came. */
export interface Fetched {
  readonly bytes: Buffer;
  /** Bytes that the whole has, where the server told. */
  readonly totalBytes: number | null;
  /** Whether `bytes` is the part that was asked for, and not the whole. */
  readonly isPart: boolean;
}

/** Fetches URLs that somebody else wrote. All requests of one budget share its seconds. */
export interface Fetcher {
  fetch(url: string, request: FetchRequest): Promise<Fetched>;
  /** A signal that aborts when the seconds of one budget are over, or with another signal. */
  budget(signal: AbortSignal): { readonly signal: AbortSignal; end(): void };
}

/** Bytes of all headers of an answer. */
const maxHeaderBytes = 16_384;

/** As browsers ask: shops answer 404 to what accepts anything. What comes is told by its bytes. */
const accept = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Opens the one way to other servers. Every address is checked when it is connected to, and before that
 * where it stands in the URL itself; every redirect is a URL of its own.
 * @param resolve finds addresses; by the system unless told
 */
export async function openFetcher(
  settings: Settings,
  resolve: Resolve = resolveBySystem,
): Promise<Fetcher> {
  const [{ Agent, request }, { default: ipaddr }] = await Promise.all([
    import('undici'),
    import('ipaddr.js'),
  ]);
  const ca =
    settings['fetch-ca'] === ''
      ? undefined
      : [...rootCertificates, readBoundedSync(settings['fetch-ca'], { bound: 'card' }).toString()];
  const rules: UrlRules = {
    http: settings['fetch-http'],
    ports: settings['fetch-ports'],
    privateHosts: settings['fetch-private'],
    isPublic: (address) => isPublicAddress(ipaddr, address),
  };
  const seconds = settings['fetch-seconds'];
  const maxRedirects = settings['fetch-redirects'];

  const once = async (
    url: URL,
    { maxBytes, range, signal }: FetchRequest,
    dispatcher: Dispatcher,
  ): Promise<Fetched | URL> => {
    const answer = await request(url, {
      ...{ dispatcher, signal, method: 'GET' },
      headers: {
        ...{ accept, 'accept-encoding': 'identity', 'user-agent': 'pareto' },
        ...(range && { range: `bytes=${range[0]}-${range[1]}` }),
      },
    });
    const { statusCode: status, headers, body } = answer;
    // What is left of a body is not read.
    const leave = (): void => void body.on('error', () => {}).destroy();
    try {
      if (redirects.has(status)) {
        const location = only(headers['location']);
        if (location === null) throw failed(`the server answered ${status} without a location`);
        return checkUrl(location, rules, url);
      }
      const isPart = status === 206 && range !== undefined;
      if (status !== 200 && !isPart)
        throw failed(`the server answered ${status}`, { upstream_status: status });
      const encoding = only(headers['content-encoding']) ?? 'identity';
      if (encoding !== 'identity') {
        throw failed('the server compressed its answer although it was asked not to');
      }
      const length = wholeOf(only(headers['content-length']));
      const total = isPart ? totalOf(only(headers['content-range']), range[0]) : length;
      const most = range === undefined ? maxBytes : Math.min(maxBytes, range[1] - range[0] + 1);
      if (range === undefined && length !== null && length > most) throw tooLarge(most, length);
      const pieces: Buffer[] = [];
      let count = 0;
      for await (const piece of body as AsyncIterable<Buffer>) {
        count += piece.length;
        pieces.push(piece);
        if (count <= most) continue;
        if (range === undefined) throw tooLarge(most, null);
        break;
      }
      return { bytes: Buffer.concat(pieces).subarray(0, most), totalBytes: total, isPart };
    } finally {
      leave();
    }
  };

  return {
    async fetch(text, asked) {
      const dispatcher = new Agent({
        connect: {
          lookup: guardedLookup(rules, resolve),
          ...(ca && { ca }),
          timeout: seconds * 1000,
        },
        ...{ maxHeaderSize: maxHeaderBytes, pipelining: 1, connections: 1 },
        ...{ headersTimeout: seconds * 1000, bodyTimeout: seconds * 1000 },
      });
      try {
        let url = checkUrl(text, rules);
        for (let hop = 0; hop <= maxRedirects; hop++) {
          const answer = await once(url, asked, dispatcher);
          if (!(answer instanceof URL)) return answer;
          url = answer;
        }
        throw failed(`there are more than ${maxRedirects} redirects`);
      } catch (error) {
        throw tell(error, asked.signal);
      } finally {
        // Nothing of one request is kept for another.
        await dispatcher.destroy().catch(() => {});
      }
    },
    budget(outer) {
      const own = new AbortController();
      const abort = (): void => own.abort(outer.reason);
      const limit = startTimeLimit(seconds, () =>
        own.abort(failed(`not fetched after ${seconds} s`, { seconds })),
      );
      if (outer.aborted) abort();
      outer.addEventListener('abort', abort, { once: true });
      return {
        signal: own.signal,
        end() {
          limit.cancel();
          outer.removeEventListener('abort', abort);
        },
      };
    },
  };
}

function failed(message: string, details: Readonly<Record<string, unknown>> = {}): ProblemError {
  return problem('url_fetch_failed', `the URL could not be fetched: ${message}`, details);
}

function tooLarge(most: number, length: number | null): ProblemError {
  const told = length === null ? 'more' : `${length} bytes`;
  return problem('file_too_large', `a file has at most ${most} bytes, this one has ${told}`, {
    limit: most,
  });
}

/** What went wrong below, in a problem; a refusal may be wrapped. */
function tell(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('problem' in each || isOwnError(each)) return each;
    const inner =
      each instanceof AggregateError ? each.errors.find((one) => 'problem' in one) : null;
    if (inner) return inner;
  }
  const code = (error as NodeJS.ErrnoException).code;
  return failed(typeof code === 'string' ? code : messageOf(error));
}

/** A header that stands there once. */
function only(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null;
}

function wholeOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The length of the whole that a part tells, where it is the part that was asked for. */
function totalOf(contentRange: string | null, first: number): number | null {
  const [, from, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(contentRange ?? '') ?? [];
  if (from !== undefined && Number(from) !== first) {
    throw failed('the server sent another part than was asked for');
  }
  return total === undefined ? null : Number(total);
}
