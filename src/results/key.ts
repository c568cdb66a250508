import { sha256 } from '#platform/base/sha256.js';
import { type EstimateRecord, protocolVersion } from './record.js';

/**
 * Key of a rate-distortion record, 64 hexadecimal digits.
 * @param codec see `codecKey`
 */
export function rdKey(codec: string, imageSha256: string, crop: string | null): string {
  return sha256(`${protocolVersion}|rd|${imageSha256}|${crop}|${codec}`);
}

/** Key of a timing record, as `rdKey`. */
export function timingKey(
  codec: string,
  imageSha256: string,
  how: { testbed: string; crop: string | null; threads: number; passes: number },
): string {
  const { testbed, crop, threads, passes } = how;
  const conditions = JSON.stringify([testbed, crop, threads, passes]);
  return sha256(`${protocolVersion}|timing|${imageSha256}|${conditions}|${codec}`);
}

/** Key of an estimate's record, as `rdKey`: the same question under the same conditions. */
export function estimateKey(
  codec: string,
  imageSha256: string,
  how: Pick<
    EstimateRecord,
    | ('estimator' | 'estimation' | 'seed' | 'sampleWidth')
    | ('timeBudgetSeconds' | 'timeLimitSeconds')
  > & { readonly calibrationSha256: string },
): string {
  const { estimator, estimation, seed, sampleWidth, calibrationSha256 } = how;
  const { timeBudgetSeconds, timeLimitSeconds } = how;
  const times = [timeBudgetSeconds, timeLimitSeconds];
  const conditions = JSON.stringify([
    ...[estimator, estimation, seed, sampleWidth, ...times, calibrationSha256],
  ]);
  return sha256(`${protocolVersion}|estimate|${imageSha256}|${conditions}|${codec}`);
}
