import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../base/errors.js';
import { readBoundedSync } from '../base/read-bounded.js';
import { testbedFile } from './layout.js';
import { isSameMachine, type Testbed, testbed } from './testbed.js';

/** Throws a UsageError where the name of a testbed already stands for other hardware. */
export function checkTestbed(results: string, fresh: Testbed): Testbed | null {
  const known = readTestbed(results, fresh.id);
  if (known) {
    const { cpu, cores } = known.hardware;
    if (!isSameMachine(known, fresh)) {
      throw new UsageError(
        `testbed ${fresh.id} stands for ${cpu} with ${cores} cores, and this machine has ${fresh.hardware.cpu} with ${fresh.hardware.cores}; give it another name`,
        { code: 'other-testbed', data: { testbed: fresh.id } },
      );
    }
  }
  return known;
}

/**
 * Writes a testbed's description, and keeps what is known of its noise and its calibration.
 * @throws UsageError where the name already stands for other hardware
 */
export function saveTestbed(results: string, fresh: Testbed): void {
  const known = checkTestbed(results, fresh);
  const file = testbedFile(results, fresh.id);
  mkdirSync(path.dirname(file), { recursive: true });
  const whole = {
    ...fresh,
    noise: fresh.noise ?? known?.noise ?? null,
    calibration: fresh.calibration ?? known?.calibration ?? null,
  };
  writeFileSync(`${file}.part`, `${JSON.stringify(whole, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

/** The stored description of a testbed, or null. */
export function readTestbed(results: string, id: string): Testbed | null {
  const file = testbedFile(results, id);
  if (!existsSync(file)) return null;
  try {
    return testbed.parse(JSON.parse(readBoundedSync(file, { bound: 'card' }).toString('utf8')));
  } catch {
    throw new UsageError(`${file} is no testbed description; move it away and run again`, {
      code: 'broken-file',
      data: { file },
    });
  }
}
