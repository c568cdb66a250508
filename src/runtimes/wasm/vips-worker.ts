import { parentPort } from 'node:worker_threads';
import { messageOf, WorkError } from '../../base/errors.js';
import { watchWasmMemory } from './compile.js';
import type { VipsJob, VipsReply } from './vips-jobs.js';
import { decodeJxl, encodeJxl, type Keep, type VipsModule } from './vips-jxl.js';

// The thread that runs wasm-vips: see vips.ts for why it has one of its own.

const memory = watchWasmMemory();
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
  });
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
    return { ...result, intact, memoryBytes: memory() };
  } catch (error) {
    if (error instanceof WorkError) return { error: error.message, intact, memoryBytes: memory() };
    const told = vipsMessage(error);
    intact = told !== null;
    return { error: `libvips: ${told ?? messageOf(error)}`, intact, memoryBytes: memory() };
  } finally {
    if (intact) for (const handle of handles.reverse()) handle.delete();
  }
}

/** libvips' own errors come as a WebAssembly.Exception whose message is ['vips::Error', text]. */
function vipsMessage(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return null;
  const { message } = thrown;
  if (!Array.isArray(message) || message[0] !== 'vips::Error') return null;
  return messageOf(String(message[1] ?? '')).replace(/;$/, '');
}
