import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const file = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

/** The authority whose certificate the origin has: for shop.test, thumbs.test, localhost, 127.0.0.1. */
export const originCa = file('ca.pem');

/** A server over TLS on this machine, whose answers a test sets by path. */
export interface Origin {
  readonly port: number;
  /** What was asked, in order. */
  readonly asked: { readonly path: string; readonly range: string | undefined }[];
  /** Bytes of bodies that were written. */
  sent: number;
  answers: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  close(): Promise<void>;
}

export async function openOrigin(): Promise<Origin> {
  const answers: Origin['answers'] = new Map();
  const asked: Origin['asked'] = [];
  const server = createServer(
    { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')) },
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost');
      asked.push({ path: pathname, range: request.headers.range });
      const answer = answers.get(pathname);
      if (answer) answer(request, response);
      else response.writeHead(404).end('nothing here');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ...{ asked, answers, sent: 0 },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with bytes, and with parts of them where these are asked for. */
export function sendsBytes(origin: Origin, path: string, bytes: Uint8Array): void {
  origin.answers.set(path, (request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (first === undefined) {
      origin.sent += bytes.length;
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return;
    }
    const part = bytes.subarray(Number(first), Number(last) + 1);
    const end = Number(first) + part.length - 1;
    origin.sent += part.length;
    response
      .writeHead(206, {
        'content-length': part.length,
        'content-range': `bytes ${first}-${end}/${bytes.length}`,
      })
      .end(part);
  });
}
