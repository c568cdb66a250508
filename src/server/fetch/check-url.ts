import { isIP } from 'node:net';
import { problem } from '../problem.js';

/** What URLs may be fetched. */
export interface UrlRules {
  readonly http: boolean;
  readonly ports: readonly string[];
  /** Hosts whose addresses may be private, by their exact names. */
  readonly privateHosts: readonly string[];
  readonly isPublic: (address: string) => boolean;
}

/** Characters of a URL at most. */
const longestUrl = 8192;

/**
 * Reads a URL that somebody else wrote, and refuses one that is not to be fetched: by its scheme,
 * credentials, port, and by its host where that is an address. A name is looked up when it is connected
 * to: see `guardedLookup`.
 * @param base of a redirect
 * @throws a problem `bad_request` for what is no URL, `ssrf_blocked` for one that is refused
 */
export function checkUrl(text: string, rules: UrlRules, base?: URL): URL {
  if (text.length > longestUrl) {
    throw problem('bad_request', `a URL has at most ${longestUrl} characters, got ${text.length}`);
  }
  const url = parseUrl(text, base);
  const schemes = rules.http ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) {
    throw blocked(`only ${schemes.join(' and ')} URLs are fetched, got ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw blocked('a URL with a user name or a password is not fetched');
  }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (!rules.ports.includes(port)) {
    throw blocked(`only the ports ${rules.ports.join(', ')} are connected to, got ${port}`);
  }
  // connect() looks up no name for an address: it is checked here.
  const host = hostOf(url);
  if (isIP(host) !== 0 && !rules.privateHosts.includes(host) && !rules.isPublic(host)) {
    throw blocked('the address of this URL is not of the public internet');
  }
  url.hash = '';
  return url;
}

function parseUrl(text: string, base: URL | undefined): URL {
  try {
    return new URL(text, base);
  } catch {
    throw problem('bad_request', 'expected a complete URL such as https://example.com/a.jpg');
  }
}

/** The host as connect() takes it: without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A URL that is refused. */
export function blocked(message: string): Error {
  return problem('ssrf_blocked', message);
}
