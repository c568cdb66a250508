import { fileURLToPath } from 'node:url';
import { messageOf, WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { firstIssue } from '../../base/zod-issue.js';
import { type Calibration, calibrationSchema, calibrationVersion } from './calibration.js';

/** The constants that come with the program. */
export const shippedCalibration = fileURLToPath(
  new URL('../../../models/estimate/calibration.json', import.meta.url),
);

/**
 * Reads a calibration file.
 * @throws WorkError naming the file where it cannot be read, is none, or of another version
 */
export async function readCalibration(file: string): Promise<Calibration> {
  const bytes = await readBounded(file, { bound: 'table' });
  const wrong = (what: string): WorkError =>
    new WorkError(
      `${file} is no calibration file (${what}); calibrate anew, or leave it to the one that comes with the program`,
      { code: 'broken-file', data: { file } },
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw wrong(messageOf(error));
  }
  const found = versionOf(parsed);
  if (found !== null && found !== calibrationVersion) {
    throw wrong(`version ${found}, this program reads ${calibrationVersion}`);
  }
  const checked = calibrationSchema.safeParse(parsed);
  if (!checked.success) throw wrong(firstIssue(checked.error));
  return checked.data;
}

/** Reads calibration files, each once: what they said at first holds for all that is asked. */
export function createCalibrationReader(): typeof readCalibration {
  const known = new Map<string, Promise<Calibration>>();
  return (file) => {
    const calibration = known.get(file) ?? readCalibration(file);
    known.set(file, calibration);
    return calibration;
  };
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schema' in value ? value.schema : null;
}
