import { hash } from 'node:crypto';
import { protocolVersion } from './record.js';

/**
 * Key of a rate-distortion record, 64 hexadecimal digits.
 * @param codec see `codecKey`
 */
export function rdKey(codec: string, imageSha256: string, crop: string | null): string {
  return hash('sha256', `${protocolVersion}|rd|${imageSha256}|${crop}|${codec}`);
}

/** Key of a timing record, as `rdKey`. */
export function timingKey(
  codec: string,
  imageSha256: string,
  how: { testbed: string; crop: string | null; threads: number; passes: number },
): string {
  const { testbed, crop, threads, passes } = how;
  const conditions = JSON.stringify([testbed, crop, threads, passes]);
  return hash('sha256', `${protocolVersion}|timing|${imageSha256}|${conditions}|${codec}`);
}
