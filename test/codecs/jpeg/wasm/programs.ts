import { spawnSync } from 'node:child_process';
import { test } from 'vitest';
import { encodePnm } from '#src/image/pnm.js';
import { createRaster, type Raster } from '#src/image/raster.js';

const isPresent = ['cjpeg', 'djpeg'].every(
  (program) => spawnSync(program, ['-version']).error === undefined,
);

/** A test that needs libjpeg-turbo's programs: skipped without them, failing in CI. */
export const testWithDjpeg: typeof test =
  isPresent || process.env['CI'] ? test : (test.skip as typeof test);

export function cjpeg(image: Raster, ...args: string[]): Uint8Array {
  return run('cjpeg', args, encodePnm(image));
}

/** Grey samples, or RGB ones, as djpeg gives them. */
export function djpeg(
  file: Uint8Array,
  ...args: string[]
): { width: number; height: number; data: Uint8Array } {
  const pnm = run('djpeg', ['-pnm', ...args], file);
  const [magic, width, height] = Buffer.from(pnm.subarray(0, 40)).toString('latin1').split(/\s+/);
  const count = Number(width) * Number(height) * (magic === 'P6' ? 3 : 1);
  return { width: Number(width), height: Number(height), data: pnm.subarray(pnm.length - count) };
}

function run(program: string, args: readonly string[], input: Uint8Array): Uint8Array {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return new Uint8Array(stdout);
}

/** A picture with waves, edges and noise. */
export function scene(width: number, height: number, noise = 30, channels: 1 | 3 = 3): Raster {
  const data = new Uint8Array(width * height * channels);
  let state = 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        const wave = 80 * Math.sin(x / (9 + 3 * c)) * Math.cos(y / (14 - c));
        const edge = (x >> 5) % 2 === (y >> 5) % 2 ? 20 : -20;
        data[at++] = 125 + wave + edge + ((state >>> 16) % 100) * (noise / 100) - noise / 2;
      }
    }
  }
  return createRaster({ width, height, channels, depth: 8, data });
}
