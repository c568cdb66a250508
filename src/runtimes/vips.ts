import type Vips from 'wasm-vips';
import { messageOf, WorkError } from '../errors.js';

export type VipsModule = NonNullable<typeof Vips>;

interface Handle {
  delete(): void;
}

/** Registers a handle of WASM memory that is to be deleted when the work is done. */
export type Keep = <H extends Handle>(handle: H) => H;

let instance: Promise<VipsModule> | undefined;
let threads = 1;

/**
 * Loads wasm-vips with its JPEG XL module, once for a process or worker thread.
 *
 * There is no way back: shutting an instance down frees nothing of its roughly 50 MB, so one
 * instance is kept for good. Its worker threads do not hold the process back from ending.
 */
export async function startVips(): Promise<void> {
  await load();
}

/** Threads of all work on wasm-vips in this process from now on. */
export async function useVipsThreads(count: number): Promise<void> {
  threads = count;
  (await instance)?.concurrency(count);
}

/**
 * Runs synchronous work on wasm-vips. Every handle given to `keep` is deleted afterwards, and what
 * is thrown becomes a WorkError in one line. After a failure that leaves the WASM instance in an
 * unknown state (a trap, an abort) the next call gets a new instance.
 */
export async function withVips<T>(work: (vips: VipsModule, keep: Keep) => T): Promise<T> {
  const vips = await load();
  const handles: Handle[] = [];
  let intact = true;
  try {
    return work(vips, (handle) => {
      handles.push(handle);
      return handle;
    });
  } catch (error) {
    if (error instanceof WorkError) throw error;
    const told = vipsMessage(error);
    intact = told !== null;
    throw new WorkError(`libvips: ${told ?? messageOf(error)}`);
  } finally {
    if (intact) for (const handle of handles.reverse()) handle.delete();
    else instance = undefined;
  }
}

function load(): Promise<VipsModule> {
  instance ??= instantiate();
  return instance;
}

async function instantiate(): Promise<VipsModule> {
  const { default: create } = await import('wasm-vips');
  const quiet = () => undefined;
  const vips = await create({
    dynamicLibraries: ['vips-jxl.wasm'],
    print: quiet,
    printErr: quiet,
  });
  vips.concurrency(threads);
  // No operation cache: a second encode of the same picture must do the same work as the first.
  vips.Cache.max(0);
  return vips;
}

/** libvips' own errors come as a WebAssembly.Exception whose message is ['vips::Error', text]. */
function vipsMessage(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return null;
  const { message } = thrown;
  if (!Array.isArray(message) || message[0] !== 'vips::Error') return null;
  return messageOf(String(message[1] ?? ''));
}
