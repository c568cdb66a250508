import { now } from '../../base/clock.js';
import { WorkError } from '../../base/errors.js';
import { median } from '../../base/statistics.js';
import type { Calibration } from '../../results/testbed.js';
import { createKernelPool, type Kernel } from '../../runtimes/wasm/kernel.js';

/**
 * The workload that every testbed runs when it times codecs, so that speeds of two testbeds can be
 * compared with each other: one thread of WASM with SIMD, integers only, the same work and the same
 * answer everywhere. One run is 10 times an 8x8 DCT with quantisation of 1024x1024 samples, once an
 * adaptive binary coder over these, and 50,000 dependent reads of a table of 16 MiB.
 *
 * Any change to the work is a new version, and a new checksum.
 */
const kernel = { kernel: 'dct-coder-walk', version: 1 };
const checksum = 0x11ba28f8;

const side = 1024;
const transforms = 10;
const tableCount = 2 ** 22;
const steps = 50_000;

/** Until the engine has compiled the kernel at its best. */
const warmUps = 2;

interface Exports {
  fillPicture(at: number, width: number, height: number): void;
  transform(at: number, width: number, height: number): void;
  code(at: number, count: number, models: number, to: number): number;
  fillTable(at: number, count: number): void;
  walk(at: number, count: number, steps: number): number;
}

const kernels = createKernelPool<Exports>(new URL('./kernels/calibration.wasm', import.meta.url));

/**
 * Runs the calibration kernel on this machine, now: 7 times in a fraction of a second each, after 2
 * runs to warm up. `low` and `high` are the fastest and the slowest of the 7.
 * @throws WorkError where it computes something else than everywhere: its time would mean nothing
 */
export async function calibrate({ passes = 7 }: { passes?: number } = {}): Promise<Calibration> {
  const lent = await kernels.take();
  const seconds = Array.from({ length: warmUps + passes }, () => timeRun(lent)).slice(warmUps);
  return {
    ...kernel,
    seconds: { median: median(seconds), low: Math.min(...seconds), high: Math.max(...seconds) },
    passes,
  };
}

function timeRun({ exports, plan }: Kernel<Exports>): number {
  const count = side * side;
  const at = plan({ picture: 2 * count, models: 512, coded: 4 * count, table: 4 * tableCount });
  exports.fillTable(at.table, tableCount);
  const start = now();
  for (let i = 0; i < transforms; i++) {
    exports.fillPicture(at.picture, side, side);
    exports.transform(at.picture, side, side);
  }
  const coded = exports.code(at.picture, count, at.models, at.coded);
  const walked = exports.walk(at.table, tableCount, steps);
  const seconds = now() - start;
  const found = (coded ^ walked) >>> 0;
  if (found !== checksum) {
    throw new WorkError(
      `the calibration kernel gave ${found.toString(16)} where ${checksum.toString(16)} is right; this machine or its Node computes wrongly`,
      { code: 'machine-computes-wrongly' },
    );
  }
  return seconds;
}
