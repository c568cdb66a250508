import { randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { messageOf, WorkError } from '../base/errors.js';
import { pause } from '../base/time-limit.js';
import type { Warn } from '../base/warn.js';
import { addRoutes } from './app.js';
import type { Context } from './context.js';
import { createCounters } from './counters.js';
import { createEndings } from './endings.js';
import { openFetcher } from './fetch/fetcher.js';
import type { Resolve } from './fetch/guarded-lookup.js';
import { demandPackages } from './packages.js';
import { type ProblemName, problemStatus } from './problem.js';
import { type GivenValue, readSettings } from './read-settings.js';
import type { SettingName, Settings } from './settings.js';
import { openStorage } from './storage/providers.js';
import { findTools } from './tools.js';
import { openWork } from './work/work.js';

/** The service, listening. */
export interface Service {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /**
   * Ends it: new work is refused from now on, running work may end within the seconds that the settings
   * give it. Settles once all is over.
   */
  drain(): Promise<void>;
}

/** How the service is started. */
export interface ServiceOptions {
  /** Values of settings, by their names; the defaults of all others. */
  readonly settings?: Readonly<Partial<Record<SettingName, GivenValue>>>;
  /** Told of what makes it less safe. */
  readonly onWarning?: Warn | undefined;
  /** Takes the lines of the log; standard output unless given. */
  readonly log?: { write(line: string): void } | undefined;
  /** Finds the addresses of names; by the system unless given. */
  readonly resolve?: Resolve | undefined;
}

/** Bytes of all headers of a request, and the seconds in which they must have come. */
const headers = { maxBytes: 16_384, seconds: 10 } as const;

/**
 * Starts the service: estimates and optimises pictures over HTTP (docs/service.md).
 * @throws UsageError for settings that make no sense; WorkError where its packages are not installed, or
 *   the port is not free
 */
export async function openService({
  settings: given = {},
  onWarning = () => {},
  log,
  resolve,
}: ServiceOptions = {}): Promise<Service> {
  demandPackages();
  const settings = readSettings({ flags: given });
  for (const warning of warningsOf(settings)) onWarning(warning);
  const [{ fastify, LogController }, fetcher, storage] = await Promise.all([
    import('fastify'),
    openFetcher(settings, resolve),
    openStorage(settings),
  ]);
  const work = openWork(settings);
  const endings = createEndings();
  let draining: Promise<void> | null = null;
  const context: Context = {
    ...{ settings, work, fetcher, storage, counters: createCounters(), tools: findTools() },
    isDraining: () => draining !== null,
    ...{ signalOf: endings.signalOf, atEnd: endings.atEnd },
    ...{ keepPlace: endings.keepPlace, leavePlace: endings.leavePlace },
  };
  const app = fastify({
    logger: settings.log && { level: 'info', base: null, ...(log && { stream: log }) },
    logController: new LogController({ disableRequestLogging: true }),
    ...{ bodyLimit: 65_536, forceCloseConnections: true },
    ...{ requestTimeout: settings['upload-seconds'] * 1000, keepAliveTimeout: 10_000 },
    http: {
      maxHeaderSize: headers.maxBytes,
      headersTimeout: Math.min(headers.seconds, settings['upload-seconds']) * 1000,
      // How often both limits are looked at.
      connectionsCheckingInterval: 1000,
    },
    trustProxy: settings.proxy.length > 0 ? [...settings.proxy] : false,
    genReqId: ({ headers: sent }) => idOf(sent['x-request-id']),
    frameworkErrors(error, _request, reply) {
      const body = { success: false, error: 'bad_request', message: messageOf(error) };
      reply.raw.writeHead(400, {
        'content-type': 'application/json',
        'x-request-id': randomUUID(),
      });
      reply.raw.end(JSON.stringify(body));
    },
    clientErrorHandler: answerBroken,
  });
  try {
    await addRoutes(app, context, endings);
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await Promise.all([app.close(), work.close()]);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    const { host, port } = settings;
    throw new WorkError(`cannot listen at ${host}:${port}: ${messageOf(error)}`, {
      code: 'port-not-free',
      data: { port },
    });
  }
  const { address, port, family } = app.server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    drain() {
      draining ??= (async () => {
        const end = new AbortController();
        const late = pause(settings['drain-seconds'], end.signal).then(
          () => true,
          () => false,
        );
        const done = (async () => {
          while (endings.open > 0 && !end.signal.aborted) await pause(0.05);
        })();
        await Promise.race([done, late]);
        end.abort();
        endings.abortAll();
        await app.close();
        await work.close();
      })();
      return draining;
    },
  };
}

/** What a client or a proxy calls the request, where that can stand in a log. */
function idOf(sent: unknown): string {
  return typeof sent === 'string' && /^[\w.-]{1,64}$/.test(sent) ? sent : randomUUID();
}

/** What makes the service less safe. */
function warningsOf(settings: Settings): string[] {
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(settings.host);
  const hosts = settings['fetch-private'].join(', ');
  return [
    ...(settings['api-key'] === ''
      ? [
          isLocal
            ? 'no api-key is set: everybody on this machine may use the service, and nobody else'
            : `no api-key is set, and the service listens at ${settings.host}: everybody who reaches it may use it`,
        ]
      : []),
    ...(hosts === '' ? [] : [`private addresses are fetched from: ${hosts} (fetch-private)`]),
    ...(settings['fetch-http'] ? ['URLs are fetched without TLS too (fetch-http)'] : []),
  ];
}

/** What was sent is no HTTP, has too large headers, or came too slowly. There is no request to answer. */
function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const kinds: Readonly<Record<string, ProblemName>> = {
    HPE_HEADER_OVERFLOW: 'headers_too_large',
    ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  };
  const name = kinds[error.code ?? ''] ?? 'bad_request';
  const message =
    name === 'request_timeout'
      ? 'the request did not come whole in time'
      : name === 'headers_too_large'
        ? `the headers of a request have at most ${headers.maxBytes} bytes`
        : 'this is no HTTP request';
  const body = JSON.stringify({ success: false, error: name, message });
  const lines = [
    `HTTP/1.1 ${problemStatus[name]} ${name}`,
    `X-Request-ID: ${randomUUID()}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
