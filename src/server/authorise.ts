import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request shows the key, in constant time whatever is shown: digests are compared, which have
 * one length. Without a key everybody is let in.
 */
export function createAuthoriser(key: string): (headers: IncomingHttpHeaders) => boolean {
  if (key === '') return () => true;
  const wanted = digest(key);
  return (headers) => {
    const shown = headers['x-api-key'] ?? bearer(headers.authorization);
    return typeof shown === 'string' && timingSafeEqual(digest(shown), wanted);
  };
}

function bearer(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
