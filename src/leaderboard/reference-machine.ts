import type { Calibration } from '../results/testbed.js';

/**
 * Seconds that the reference machine needs for one run of a calibration kernel, by kernel and
 * version. It is one machine by convention, so that normalised speeds do not change with the
 * testbeds that happen to be there.
 */
const referenceSeconds: Readonly<Record<string, number>> = { 'dct-coder-walk 1': 0.2 };

/** Seconds of the reference machine, or null of a kernel that this program knows none for. */
export function referenceOf({ kernel, version }: Calibration): number | null {
  const name = `${kernel} ${version}`;
  return Object.hasOwn(referenceSeconds, name) ? referenceSeconds[name]! : null;
}

/**
 * How much slower than the reference machine a testbed is: time of the calibration kernel on it
 * over that on the reference machine. Null where one of them is not known.
 */
export function slownessOf(calibration: Calibration | null): number | null {
  const reference = calibration === null ? null : referenceOf(calibration);
  return calibration === null || reference === null ? null : calibration.seconds.median / reference;
}

/** A speed as on the reference machine: a testbed of twice its slowness is credited twice. */
export function normalise(speed: number, slowness: number | null): number | null {
  return slowness === null ? null : speed * slowness;
}
