import { existsSync } from 'node:fs';
import { UsageError } from '../base/errors.js';
import { underLock } from '../base/lock.js';
import { readBoundedSync } from '../base/read-bounded.js';
import { writeWhole } from '../base/write-whole.js';
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
 * Writes a testbed's description, whole or not at all, and keeps what is known of its noise and its
 * calibration, also where several sweeps write it at once.
 * @throws UsageError where the name already stands for other hardware
 */
export async function saveTestbed(results: string, fresh: Testbed): Promise<void> {
  const file = testbedFile(results, fresh.id);
  await underLock(`${file}.lock`, () => {
    const known = checkTestbed(results, fresh);
    const whole = {
      ...fresh,
      noise: fresh.noise ?? known?.noise ?? null,
      calibration: fresh.calibration ?? known?.calibration ?? null,
    };
    writeWhole([{ file, pieces: [`${JSON.stringify(whole, null, 2)}\n`] }]);
  });
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
