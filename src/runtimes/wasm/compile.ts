import { WorkError } from '../../base/errors.js';
import { type WasmInstance, type WasmModule, webAssembly } from './api.js';

const compiled = new Map<string, Promise<WasmModule>>();

/** Compiles a .wasm file, once for a process, a worker thread or a page. */
export function compileWasm(file: URL): Promise<WasmModule> {
  const known = compiled.get(file.href);
  if (known) return known;
  const module = readBytes(file).then((bytes) => webAssembly.compile(bytes));
  compiled.set(file.href, module);
  // What cannot be loaded now may be loaded later.
  module.catch(() => compiled.delete(file.href));
  return module;
}

async function readBytes(file: URL): Promise<Uint8Array> {
  if (file.protocol === 'file:') return readFromDisk(file);
  const response = await fetch(file);
  const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  if (bytes && magic.every((byte, i) => bytes[i] === byte)) return bytes;
  const got = bytes ? 'it is no WebAssembly' : `status ${response.status}`;
  const name = file.pathname.replace(/^.*\//, '');
  throw new WorkError(
    `${file.href} cannot be loaded: ${got}; ${name} is to be put there, where no bundler does`,
    { code: 'engine-failed' },
  );
}

/** How every .wasm file begins: some servers answer any address with a page. */
const magic = [0x00, 0x61, 0x73, 0x6d];

/** The part of Node's `process` that is used: an import would keep bundlers from making a page. */
interface NodeProcess {
  getBuiltinModule(name: 'node:fs'): { readFileSync(file: URL): Uint8Array };
}

/** At once: a kernel is small, and the threads that would read it take longer to start. */
function readFromDisk(file: URL): Uint8Array {
  const { process } = globalThis as unknown as { process: NodeProcess };
  return process.getBuiltinModule('node:fs').readFileSync(file);
}

/** An instance of a module with memory of its own. */
export function instantiateWasm(module: WasmModule, imports: object): WasmInstance {
  return new webAssembly.Instance(module, imports);
}
