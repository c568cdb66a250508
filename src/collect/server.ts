import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import { messageOf } from '../base/errors.js';
import { closeServer, listen } from '../base/listen.js';
import { readBounded } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import { assetOf } from './assets.js';
import { postBounds, tokenHeader } from './contract.js';
import { parseJsonLines } from './lines.js';
import type { CollectPlan } from './plan.js';
import type { Receipt, Receiver } from './receive.js';

/** How the bench is served as a page. */
export interface CollectServerOptions {
  readonly plan: CollectPlan;
  readonly receiver: Receiver;
  /** A picture of the plan, as a PAM file of what is measured of it. */
  readonly pictureOf: (sha256: string) => Promise<Uint8Array>;
  /** 0 for any that is free. */
  readonly port: number;
  /** Also to other machines of the network. */
  readonly lan: boolean;
  readonly warn: Warn;
  /** Told of every request that was written or refused. */
  readonly onReceipt?: (receipt: Receipt) => void;
}

/** The bench as it is served. */
export interface CollectServer {
  /** Addresses to open, with the token in their fragment: this machine's first. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/** What one client may take of the server. */
const bounds = {
  connections: 64,
  headersMilliseconds: 10_000,
  requestMilliseconds: 60_000,
  idleMilliseconds: 120_000,
} as const;

/**
 * Serves the bench as a page: the page and its code to anybody who gets here, the job, the pictures and the
 * taking of results to those who have the token. Only requests to the addresses of this machine and from the
 * page itself are answered, so that no page of another site can ask.
 * @throws UsageError where the port is taken
 */
export async function serveCollect(options: CollectServerOptions): Promise<CollectServer> {
  const token = randomBytes(18).toString('base64url');
  const hosts = new Set<string>();
  const server = createServer(
    {
      headersTimeout: bounds.headersMilliseconds,
      requestTimeout: bounds.requestMilliseconds,
    },
    (request, response) => {
      answer(request, response, { ...options, token, hosts }).catch((error: unknown) => {
        options.warn(`a request failed: ${messageOf(error)}`);
        if (!response.headersSent) send(response, 500, 'the request failed');
        else response.destroy();
      });
    },
  );
  server.maxConnections = bounds.connections;
  server.setTimeout(bounds.idleMilliseconds);
  const port = await listen(server, options.port, options.lan ? '0.0.0.0' : '127.0.0.1');
  const names = [
    '127.0.0.1',
    'localhost',
    ...(options.lan ? [...lanAddresses(), os.hostname()] : []),
  ];
  for (const name of names) hosts.add(`${name.toLowerCase()}:${port}`);
  const shown = ['127.0.0.1', ...(options.lan ? lanAddresses() : [])];
  return {
    urls: shown.map((name) => `http://${name}:${port}/#token=${token}`),
    close: () => closeServer(server),
  };
}

/** IPv4 addresses of this machine in its networks. */
function lanAddresses(): string[] {
  return Object.values(os.networkInterfaces()).flatMap((all = []) =>
    all
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map((each) => each.address),
  );
}

type Context = CollectServerOptions & {
  readonly token: string;
  readonly hosts: ReadonlySet<string>;
};

/**
 * No script but the page's own. Glue code of WASM makes functions out of text, which the worker alone may:
 * it has no document. Isolation from other origins is what fine clocks ask for.
 */
function headersFor(pathname: string): Record<string, string> {
  const isPage = pathname === '/';
  const scripts = isPage ? "'self'" : "'self' 'wasm-unsafe-eval' 'unsafe-eval'";
  const policy = [
    "default-src 'none'",
    `script-src ${scripts}`,
    "worker-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  type = 'text/plain; charset=utf-8',
  pathname = '',
): void {
  response.writeHead(status, { ...headersFor(pathname), 'content-type': type });
  response.end(body);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const { method = '', headers } = request;
  const pathname = /^[^?#]*/.exec(request.url ?? '/')![0];
  if (!context.hosts.has((headers.host ?? '').toLowerCase())) {
    return send(response, 421, 'this address is not one of the bench');
  }
  if (method === 'GET' || method === 'HEAD') {
    const asset = assetOf(pathname);
    if (asset !== null) {
      const bytes = await readBounded(asset.file, { bound: 'picture' });
      return send(response, 200, method === 'HEAD' ? '' : bytes, asset.type, pathname);
    }
  }
  if (!isTrusted(request, context)) {
    return send(response, 403, 'the token is missing or wrong: open the address that was printed');
  }
  if (pathname === '/records') {
    if (method !== 'POST') return send(response, 405, 'records are sent by POST');
    return receive(request, response, context);
  }
  if (method !== 'GET') return send(response, 405, 'only GET is answered here');
  if (pathname === '/job') {
    return send(response, 200, JSON.stringify(context.plan.job), 'application/json');
  }
  const sha256 = /^\/pictures\/([0-9a-f]{64})$/.exec(pathname)?.[1];
  const isPlanned = context.plan.images.some((image) => image.sha256 === sha256);
  if (sha256 === undefined || !isPlanned) return send(response, 404, 'there is nothing here');
  try {
    send(response, 200, await context.pictureOf(sha256), 'application/octet-stream');
  } catch (error) {
    send(response, 422, messageOf(error));
  }
}

/** Whether a request has the token, and comes from the page itself. */
function isTrusted({ headers, method }: IncomingMessage, { token, hosts }: Context): boolean {
  const { origin, host } = headers;
  if (origin === undefined ? method !== 'GET' : !isOwnOrigin(origin, host, hosts)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const given = headers[tokenHeader];
  // Digests are of one length, which the comparison asks for.
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token));
}

function isOwnOrigin(
  origin: string,
  host: string | undefined,
  hosts: ReadonlySet<string>,
): boolean {
  return host !== undefined && origin === `http://${host}` && hosts.has(host.toLowerCase());
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { receiver, onReceipt }: Context,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.setHeader('connection', 'close');
    return send(response, 413, `a request holds at most ${postBounds.bytes} bytes`);
  }
  const lines = parseJsonLines(body);
  const wrong = typeof lines === 'string' ? lines : null;
  const receipt =
    typeof lines === 'string'
      ? { written: 0, known: 0, refused: [lines] }
      : await receiver.receive(lines);
  onReceipt?.(receipt);
  const status = wrong !== null ? 400 : receipt.refused.length > 0 ? 422 : 200;
  const told = { ...receipt, refused: receipt.refused.slice(0, 20) };
  send(response, status, JSON.stringify(told), 'application/json');
}

/** The body of a request, or null where it is larger than it may be. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > postBounds.bytes) return null;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > postBounds.bytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
