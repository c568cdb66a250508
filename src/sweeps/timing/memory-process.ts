import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { measure } from '../../base/clock.js';
import type { Settings } from '../../base/params.js';
import type { CodecInput, Resources } from '../../codecs/codec.js';
import { openCodec } from '../../codecs/open-codec.js';
import { type CodecSource, loadCodec } from '../../codecs/table.js';
import { createRaster, type Raster } from '../../image/raster.js';
import { serve } from '../../runtimes/processes/child.js';

// A fresh process for one encode or one decode, so that its peak memory and its set-up time are
// those of the codec and of nothing that ran before.

/** What the process is told, as its only message. */
export interface MemoryTask {
  readonly codec: CodecSource;
  readonly settings: Settings;
  readonly resources: Resources;
  /** File of raw samples, in the machine's byte order, or the file that the codec is to code. */
  readonly input: string;
  /** Of the samples; null of a file. */
  readonly layout: Omit<Raster, 'data'> | null;
  /** File of the bitstream: written by `encode`, read by `decode`. */
  readonly bitstream: string;
  readonly direction: 'encode' | 'decode';
}

/** What it answers: bytes resident before the call and at the peak, seconds of set-up. */
export interface MemoryAnswer {
  readonly idle: number;
  readonly peak: number;
  readonly setupSeconds: number;
}

// Unchecked: what checks messages would count as memory of the codec.
serve((message) => message as MemoryTask, run);

async function run(task: MemoryTask): Promise<MemoryAnswer> {
  const { value: codec, totalSeconds: setupSeconds } = await measure(async () =>
    openCodec(await loadCodec(task.codec), task.settings, task.resources),
  );
  if (task.direction === 'encode') {
    const input = readInput(task);
    const idle = process.memoryUsage.rss();
    const { value: bytes } = await codec.encode(input);
    const peak = peakBytes();
    writeFileSync(task.bitstream, bytes);
    return { idle, peak, setupSeconds };
  }
  const bytes = readFileSync(task.bitstream);
  const idle = process.memoryUsage.rss();
  await codec.decode(bytes);
  return { idle, peak: peakBytes(), setupSeconds };
}

function readInput({ input, layout }: MemoryTask): CodecInput {
  const buffer = readExactly(input);
  if (layout === null) return new Uint8Array(buffer);
  const data = layout.depth === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
  return createRaster({ ...layout, data });
}

/** A file in a buffer of its own, without a second copy that would count as the codec's. */
function readExactly(file: string): ArrayBuffer {
  const handle = openSync(file, 'r');
  try {
    const buffer = new ArrayBuffer(fstatSync(handle).size);
    readSync(handle, new Uint8Array(buffer));
    return buffer;
  } finally {
    closeSync(handle);
  }
}

/**
 * Greatest resident size of this process in bytes. On Linux from VmHWM: there the maximum that
 * getrusage reports begins with the size of the process that forked this one.
 */
function peakBytes(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  } catch {
    // No /proc: not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
