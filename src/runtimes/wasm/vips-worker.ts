import { parentPort } from 'node:worker_threads';
import { messageOf, WorkError } from '../../base/errors.js';
import type { VipsJob, VipsReply } from './vips-jobs.js';
import { decodeJxl, encodeJxl, type Keep, type VipsModule } from './vips-jxl.js';
import { prepareVipsMemory } from './vips-memory.js';

// The thread that runs wasm-vips: see vips.ts for why it has one of its own.

const memory = await prepareVipsMemory();
const vips = await instantiate();

parentPort?.on('message', (job: VipsJob) => {
  const reply = run(job);
  const samples = reply.bytes ?? reply.decoded?.image.data;
  parentPort?.postMessage(reply, samples ? [samples.buffer as ArrayBuffer] : []);
});
parentPort?.postMessage('ready');

async function instantiate(): Promise<VipsModule> {
  const { default: create } = await import('wasm-vips');
  const quiet = () => undefined;
  const module = await create({
    dynamicLibraries: ['vips-jxl.wasm'],
    print: quiet,
    printErr: quiet,
    instantiateWasm: memory.instantiateWasm,
  });
  memory.tuneAllocator();
  // No operation cache: a second encode of the same picture must do the same work as the first.
  module.Cache.max(0);
  return module;
}

function run(job: VipsJob): VipsReply {
  const handles: { delete(): void }[] = [];
  const keep: Keep = (handle) => {
    handles.push(handle);
    return handle;
  };
  let intact = true;
  try {
    vips.concurrency(job.threads);
    const result =
      job.kind === 'encode'
        ? { bytes: encodeJxl(vips, keep, job.image, job.options) }
        : { decoded: decodeJxl(vips, keep, job.bytes, job.maxPixels) };
    return { ...result, intact, memoryBytes: memory.usedBytes() };
  } catch (error) {
    if (error instanceof WorkError)
      return { error: error.message, intact, memoryBytes: memory.usedBytes() };
    const told = vipsMessage(error);
    intact = told !== null;
    const message = `libvips: ${told ?? messageOf(error)}${outOfMemory()}`;
    return { error: message, intact, memoryBytes: memory.usedBytes() };
  } finally {
    if (intact) for (const handle of handles.reverse()) handle.delete();
  }
}

/** For an error that came when little memory was left: its own message names no cause. */
function outOfMemory(): string {
  const limit = memory.limitBytes();
  if (memory.usedBytes() < 0.8 * limit) return '';
  const gib = Math.round(limit / 2 ** 30);
  return `; the picture wants more than the ${gib} GiB that WebAssembly has: a lower effort takes less, and the native engine has no such limit`;
}

/** libvips' own errors come as a WebAssembly.Exception whose message is ['vips::Error', text]. */
function vipsMessage(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return null;
  const { message } = thrown;
  if (!Array.isArray(message) || message[0] !== 'vips::Error') return null;
  return messageOf(String(message[1] ?? '')).replace(/;$/, '');
}
