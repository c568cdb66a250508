import { hash } from 'node:crypto';
import type { Engine } from '../base/engine.js';
import type { Settings } from '../base/params.js';
import { protocolVersion } from './record.js';

/**
 * What identifies the codec's side of a job: id, engine with its version, all settings. Computed
 * once per setting; the engine's version is in it, so a new library means new measurements.
 */
export function codecKey(codec: string, engine: Engine, settings: Settings): string {
  // Sorted: moving a row in a codec's table of parameters is no new measurement.
  const pairs = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([codec, engine.name, engine.version, engine.runtime, pairs]);
}

/** Key of a rate-distortion record, 64 hexadecimal digits. */
export function rdKey(codec: string, imageSha256: string, crop: string | null): string {
  return hash('sha256', `${protocolVersion}|rd|${imageSha256}|${crop}|${codec}`);
}

/** Key of a timing record, 64 hexadecimal digits. */
export function timingKey(
  codec: string,
  imageSha256: string,
  how: { testbed: string; crop: string | null; threads: number; passes: number },
): string {
  const { testbed, crop, threads, passes } = how;
  const conditions = JSON.stringify([testbed, crop, threads, passes]);
  return hash('sha256', `${protocolVersion}|timing|${imageSha256}|${conditions}|${codec}`);
}
