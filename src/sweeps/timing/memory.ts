import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../base/params.js';
import type { CodecInput, Resources } from '../../codecs/codec.js';
import type { CodecSource } from '../../codecs/table.js';
import type { Raster } from '../../image/raster.js';
import { withScratchIn } from '../../runtimes/cli/scratch.js';
import { openPool } from '../../runtimes/processes/pool.js';
import type { MemoryAnswer, MemoryTask } from './memory-process.js';

/** Memory and set-up of one codec with its settings, each in a fresh process. */
export interface MemoryUse {
  /** Seconds to load the codec's libraries and to open it, process start left out. */
  readonly setupSeconds: number;
  /** Greatest resident bytes of the whole process during one encode. */
  readonly encode: number;
  /** The same during one decode. */
  readonly decode: number;
  /** Resident bytes with codec and image in memory, just before the encode. */
  readonly idle: number;
}

/**
 * Measures peak memory of one encode and one decode of what the codec takes of an image.
 * @throws where the codec fails, where its process dies or takes too long, and the reason of `stop`
 */
export async function measureMemory(
  configuration: { source: CodecSource; settings: Settings },
  input: CodecInput,
  options: {
    resources: Resources;
    timeLimitSeconds: number;
    memoryBytes?: number | undefined;
    stop: AbortSignal;
  },
): Promise<MemoryUse> {
  return withScratchIn(os.tmpdir(), async (folder) => {
    const isFile = input instanceof Uint8Array;
    const data = isFile ? input : input.data;
    const task = {
      codec: configuration.source,
      settings: configuration.settings,
      resources: options.resources,
      layout: isFile ? null : layoutOf(input),
      input: path.join(folder, 'input'),
      bitstream: path.join(folder, 'bitstream'),
    };
    writeFileSync(task.input, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    const encoding = await inFreshProcess({ ...task, direction: 'encode' }, options);
    const decoding = await inFreshProcess({ ...task, direction: 'decode' }, options);
    return {
      setupSeconds: encoding.setupSeconds,
      encode: encoding.peak,
      decode: decoding.peak,
      idle: encoding.idle,
    };
  });
}

function layoutOf({ data: _data, ...layout }: Raster): Omit<Raster, 'data'> {
  return layout;
}

const memoryAnswer = z.object({
  idle: z.number().positive(),
  peak: z.number().positive(),
  setupSeconds: z.number().nonnegative(),
}) satisfies z.ZodType<MemoryAnswer>;

async function inFreshProcess(
  task: MemoryTask,
  {
    timeLimitSeconds,
    memoryBytes,
    stop,
  }: { timeLimitSeconds: number; memoryBytes?: number | undefined; stop: AbortSignal },
): Promise<MemoryAnswer> {
  const pool = openPool<MemoryTask, MemoryAnswer>({
    module: new URL('./memory-process.js', import.meta.url),
    workers: 1,
    answer: memoryAnswer,
  });
  try {
    return await pool.ask(task, { timeLimitSeconds, memoryBytes, signal: stop });
  } finally {
    await pool.close();
  }
}
