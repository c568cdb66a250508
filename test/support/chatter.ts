import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import koffi from 'koffi';
import { afterAll, beforeAll } from 'vitest';

/** What native libraries print of files and devices that are broken or missing on purpose. */
const chatter = [
  // libjxl and jpegli: ./lib/jxl/decode.cc:2143: missing input
  /^\S*\blib\/(jxl|jpegli|extras)\/\S+:\d+: /,
  // onnxruntime's WebGPU where there is no GPU.
  /^Warning: Couldn't load Vulkan/,
  /^ +at .*\bdawn\b/,
  /\[E:onnxruntime:/,
];

/** The text without the lines that a native library is known to print. */
export function withoutChatter(text: string): string {
  const lines = text.split(/(?<=\n)/);
  return lines.filter((line) => !chatter.some((known) => known.test(line))).join('');
}

/**
 * Keeps back what native libraries are known to print on standard error while a suite runs that
 * provokes it. All else comes out when the suite is over; after a crash it stands in the file
 * pareto-stderr-<pid> of the temporary folder. Does nothing on Windows.
 */
export function keepChatterBack(): void {
  if (process.platform === 'win32') return;
  const file = path.join(os.tmpdir(), `pareto-stderr-${process.pid}`);
  const libc = koffi.load(process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6');
  const dup: (from: number) => number = libc.func('int dup(int)');
  const dup2: (from: number, to: number) => number = libc.func('int dup2(int, int)');
  let kept = -1;
  beforeAll(() => {
    const target = openSync(file, 'w');
    kept = dup(2);
    dup2(target, 2);
    closeSync(target);
  });
  afterAll(() => {
    dup2(kept, 2);
    closeSync(kept);
    const rest = withoutChatter(readFileSync(file, 'utf8'));
    rmSync(file);
    if (rest !== '') writeSync(2, rest);
  });
}
