import type { LookupAddress } from 'node:dns';
import { openService, type Service, type ServiceOptions } from '#src/server/service.js';
import { type Origin, originCa } from './origin.ts';

/** A service, with what it warned of and logged. */
export interface TestedService extends Service {
  readonly warnings: string[];
  readonly lines: Record<string, unknown>[];
}

/** On a busy machine all is late, the tests' own process too: that is not to refuse anything. */
const patience = {
  ...{ 'loop-seconds': 600, 'work-seconds': 3000, 'upload-seconds': 600 },
  ...{ 'fetch-seconds': 600, 'drain-seconds': 600 },
} as const;

/** Starts a service on a free port, without limits of rates and with long ones of time unless told. */
export async function startService(
  settings: NonNullable<ServiceOptions['settings']> = {},
  options: Pick<ServiceOptions, 'resolve'> = {},
): Promise<TestedService> {
  const warnings: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const service = await openService({
    settings: { port: 0, 'rate-minute': 0, 'rate-burst': 0, ...patience, ...settings },
    onWarning: (message) => warnings.push(message),
    log: { write: (line) => void lines.push(JSON.parse(line)) },
    ...options,
  });
  return { ...service, warnings, lines };
}

/** Settings by which a service fetches from an origin of this machine, and from nothing else here. */
export function trusting(origin: Origin): NonNullable<ServiceOptions['settings']> {
  return {
    'fetch-ca': originCa,
    'fetch-ports': ['443', `${origin.port}`],
    'fetch-private': ['shop.test', 'thumbs.test'],
  };
}

/** Every name under .test is this machine; others are looked up nowhere. */
export const resolveHere: NonNullable<ServiceOptions['resolve']> = (host, done) => {
  const here: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }];
  if (host.endsWith('.test')) done(null, here);
  else done(new Error(`${host} is not known`), []);
};

/** A multipart request: texts, and bytes as the field file. */
export function formOf(
  file: Uint8Array | null,
  fields: Readonly<Record<string, unknown>> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  if (file !== null) form.append('file', new Blob([file as Uint8Array<ArrayBuffer>]), 'photo.jpg');
  return form;
}

/** POST of a form, or of JSON. */
export function post(
  url: string,
  body: FormData | object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  if (body instanceof FormData) return fetch(url, { method: 'POST', body, headers });
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}
