import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { closeServer, listen } from '../../base/listen.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

/** As in the page itself, and nobody may frame it, which only a header can say. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A folder that is served. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** What one client may take of the server. */
const bounds = {
  connections: 64,
  requestsPerConnection: 1000,
  headersMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  keepAliveMilliseconds: 5000,
  /** A connection on which nothing goes to or fro. */
  idleMilliseconds: 60_000,
} as const;

/**
 * Serves the files of a folder on this machine alone, for reading.
 * @param port 0 for any that is free
 * @throws UsageError where the port is taken
 */
export async function serveFolder(folder: string, port = 0): Promise<Served> {
  const root = realpathSync(folder);
  /** The answer that a connection is at: requests that come before it is out wait, and hold no file open. */
  const turns = new WeakMap<Socket, Promise<void>>();
  const server = createServer(
    {
      headersTimeout: bounds.headersMilliseconds,
      requestTimeout: bounds.requestMilliseconds,
      keepAliveTimeout: bounds.keepAliveMilliseconds,
    },
    (request, response) => {
      const before = turns.get(request.socket) ?? Promise.resolve();
      turns.set(
        request.socket,
        before.then(() => answer(root, request, response)),
      );
    },
  );
  server.maxConnections = bounds.connections;
  server.maxRequestsPerSocket = bounds.requestsPerConnection;
  server.setTimeout(bounds.idleMilliseconds);
  const taken = await listen(server, port);
  return { url: `http://127.0.0.1:${taken}/`, close: () => closeServer(server) };
}

/** Settles once the answer is out, or the client is gone. */
async function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.socket.destroyed) return;
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
    return;
  }
  const file = isLocal(request.headers.host) ? fileOf(root, request.url ?? '/') : null;
  if (file === null) {
    response.writeHead(404, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': types[path.extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  // Ends the file with the connection, whichever ends first.
  else await pipeline(createReadStream(file.path), response).catch(() => response.destroy());
}

/** Another site whose name leads here is not to read the page. */
function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

/** The file that an address names, or null; none outside the folder, by dots or by links. */
function fileOf(root: string, address: string): { path: string; size: number } | null {
  try {
    const name = decodeURIComponent(address.replace(/[?#].*$/s, ''));
    if (!name.startsWith('/')) return null;
    const asked = path.join(root, name.endsWith('/') ? `${name}index.html` : name);
    const file = realpathSync(asked);
    const stat = statSync(file);
    return file.startsWith(root + path.sep) && stat.isFile()
      ? { path: file, size: stat.size }
      : null;
  } catch {
    return null;
  }
}
