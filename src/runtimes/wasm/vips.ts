import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import type { JxlOptions, JxlSamples, VipsJob, VipsReply } from './vips-jobs.js';
import { startWorker, type WorkerLink } from './worker-link.js';

/** wasm-vips for one user of it. */
export interface VipsSession {
  /** Settles when the next job can start at once; to be awaited where that job is timed. */
  ready(): Promise<void>;
  encode(image: Raster, options: JxlOptions): Promise<Uint8Array>;
  decode(bytes: Uint8Array, maxPixels: number): Promise<JxlSamples>;
  close(): Promise<void>;
}

interface Running {
  readonly link: WorkerLink<VipsJob, VipsReply>;
  memoryBytes: number;
}

/** Replaced before the next work, which gets all of the memory and gives the system back its own. */
const wornBytes = 1e9;
/** After an error with so much memory taken, the work is tried again with fresh memory. */
const suspectBytes = 500e6;

let running: Promise<Running> | null = null;
let sessions = 0;

/**
 * Opens wasm-vips with its JPEG XL module. All sessions of a process share one instance, which ends
 * with the last of them.
 *
 * It runs in a thread of its own, since only the end of a thread gives its memory back: an instance
 * that is shut down in the main thread stays there whole. And back it must be given: 24 megapixels
 * take up to 2.3 GB of its 4 GiB. vips-memory.ts tells how it comes by so much.
 */
export async function openVips({ threads }: { threads: number }): Promise<VipsSession> {
  await current();
  sessions += 1;
  let open = true;
  return {
    async ready() {
      await enqueue(fresh);
    },
    async encode(image, options) {
      const own = { ...image, data: compact(image.data) };
      const reply = await enqueue(() => perform({ kind: 'encode', threads, image: own, options }));
      return reply.bytes!;
    },
    async decode(bytes, maxPixels) {
      const reply = await enqueue(() =>
        perform({ kind: 'decode', threads, bytes: compact(bytes), maxPixels }),
      );
      return reply.decoded!;
    },
    async close() {
      if (!open) return;
      open = false;
      sessions -= 1;
      if (sessions === 0) await retire();
    },
  };
}

/** One thing after the other, so that an instance is never replaced under another one's job. */
function enqueue<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

let queue: Promise<unknown> = Promise.resolve();

/** Does the job on the running instance, on a new one where it is worn or fails for being so. */
async function perform(job: VipsJob): Promise<VipsReply> {
  const vips = await fresh();
  const suspect = vips.memoryBytes > suspectBytes;
  let reply = await ask(vips, job);
  if (reply.error !== undefined && suspect) reply = await ask(await renew(), job);
  if (!reply.intact) await retire();
  if (reply.error !== undefined) throw new WorkError(reply.error, { code: 'engine-failed' });
  return reply;
}

async function ask(vips: Running, job: VipsJob): Promise<VipsReply> {
  try {
    const reply = await vips.link.request(job);
    vips.memoryBytes = reply.memoryBytes;
    return reply;
  } catch (error) {
    // The thread is gone.
    running = null;
    throw error;
  }
}

async function current(): Promise<Running> {
  running ??= start();
  try {
    return await running;
  } catch (error) {
    running = null;
    throw error;
  }
}

async function start(): Promise<Running> {
  const script = new URL('./vips-worker.js', import.meta.url);
  return { link: await startWorker(script), memoryBytes: 0 };
}

/** The running instance, a new one where it is worn. */
async function fresh(): Promise<Running> {
  const vips = await current();
  return vips.memoryBytes > wornBytes ? renew() : vips;
}

async function renew(): Promise<Running> {
  await retire();
  return current();
}

async function retire(): Promise<void> {
  const old = running;
  running = null;
  await (await old)?.link.terminate();
}

/** Samples in a buffer of their own: a message takes the whole buffer of a view along. */
function compact<T extends Uint8Array | Uint16Array>(data: T): T {
  if (data.byteLength === data.buffer.byteLength) return data;
  return (data instanceof Uint8Array ? new Uint8Array(data) : new Uint16Array(data)) as T;
}
