import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Koffi from 'koffi';
import { messageOf, WorkError } from '../../base/errors.js';
import { howToInstall, isInstalled } from '../optional-packages.js';

/** An address in native memory, or null for the null pointer. */
export type Pointer = bigint | null;

/** File names that a library of the system may have, the most wanted first. */
export interface LibraryNames {
  /** What it is called in messages: `libjxl`. */
  readonly name: string;
  /** The commands that bring it: `apt install libjxl-tools, brew install jpeg-xl`. */
  readonly install: string;
  readonly linux: readonly string[];
  readonly darwin: readonly string[];
  readonly win32: readonly string[];
}

/** A shared library of the system, loaded into this process. */
export interface NativeLibrary {
  /** The name or path that it was found by. */
  readonly file: string;
  /**
   * A function of the library by its C prototype, `uint32_t JxlEncoderVersion(void)`. Struct names
   * in it must have been declared. Pointers are `Pointer`s, a `uint8_t*` also takes a typed array,
   * an `_Out_ T*` an array of one value that is replaced.
   * @throws WorkError where this version of the library lacks it
   */
  bind<F extends NativeFunction>(prototype: string): F;
  /** The same, or null where this version of the library lacks it. */
  find<F extends NativeFunction>(prototype: string): F | null;
  /** The address of a function, for one that takes it as its callback. */
  address(symbol: string): bigint;
}

type NativeFunction = (...args: never[]) => unknown;

/** A library, or why there is none. */
export type Found = { readonly library: NativeLibrary } | { readonly missing: string };

const require = createRequire(import.meta.url);
const opened = new Map<string, Found>();
const declared = new Set<string>();

/**
 * Opens a library of the system by the first of its names that can be loaded, once for a process or
 * a worker thread. Folders listed in PARETO_LIBS (separated as in PATH) come before the loader's own.
 * There a library may have a longer version and the digits that Python's wheels put behind its stem:
 * `libjxl-bcde3c36.so.0.11.2`.
 * Never throws: `missing` says why there is none.
 */
export function openLibrary(names: LibraryNames): Found {
  const known = opened.get(names.name);
  if (known) return known;
  const found = load(names);
  opened.set(names.name, found);
  return found;
}

/**
 * The names of a library by its versions, newest first: `libjxl.so.0.12`, `libjxl.0.12.dylib`, …
 * @param versions as in the file names of Linux; those of macOS may differ
 */
export function versionedNames(
  stem: string,
  install: string,
  versions: readonly string[],
): LibraryNames {
  const plain = stem.replace(/^lib/, '');
  return {
    name: stem,
    install,
    linux: versions.map((version) => `${stem}.so.${version}`),
    darwin: [...versions.map((version) => `${stem}.${version}.dylib`), `${stem}.dylib`],
    win32: [`${stem}.dll`, `${plain}.dll`],
  };
}

/** Makes a C struct known to prototypes under its name; members in their order. */
export function declareStruct(
  name: string,
  members: Readonly<Record<string, string | readonly [type: string, count: number]>>,
): void {
  if (declared.has(name)) return;
  const { array, struct } = koffi();
  const types = Object.entries(members).map(([member, type]) => [
    member,
    typeof type === 'string' ? type : array(type[0], type[1]),
  ]);
  struct(name, Object.fromEntries(types));
  declared.add(name);
}

/** Makes the type of a callback known to prototypes and structs under its name. */
export function declareCallback(name: string, prototype: string): void {
  if (declared.has(name)) return;
  koffi().proto(prototype);
  declared.add(name);
}

/**
 * Runs `work` with a pointer to a function of this process that native code may call meanwhile.
 * @param type of the callback, as declared
 */
export function withCallback<T>(
  type: string,
  callback: (...args: never[]) => unknown,
  work: (pointer: bigint) => T,
): T {
  const { register, unregister, pointer } = koffi();
  const registered = register(callback, pointer(type));
  try {
    return work(registered);
  } finally {
    unregister(registered);
  }
}

/** The address of a typed array's first byte, for structs and arrays of pointers. */
export function addressOf(data: Uint8Array | Uint16Array): bigint {
  return koffi().address(data);
}

/** A view of native memory: valid as long as its owner keeps it. */
export function viewOf(pointer: bigint, bytes: number): Uint8Array {
  return new Uint8Array(koffi().view(pointer, bytes));
}

function koffi(): typeof Koffi {
  return require('koffi') as typeof Koffi;
}

function load({ name, install, ...byPlatform }: LibraryNames): Found {
  if (!isInstalled('koffi')) {
    return {
      missing: `${name} is called through koffi, and ${howToInstall('koffi')}; ${name} itself comes by ${install}`,
    };
  }
  const { platform } = process;
  const names = platform === 'darwin' || platform === 'win32' ? byPlatform[platform] : null;
  const files = names ?? byPlatform.linux;
  const folders = (process.env['PARETO_LIBS'] ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    ...folders
      .flatMap((folder) => files.map((file) => path.resolve(folder, file)))
      .flatMap(variants),
    ...files.flatMap(variants),
    // Homebrew's folder on Apple's processors, where the loader does not look.
    ...(platform === 'darwin' ? files.map((file) => `/opt/homebrew/lib/${file}`) : []),
  ];
  let reason = '';
  for (const file of candidates) {
    try {
      return { library: wrap(file, loadWithSiblings(file)) };
    } catch (error) {
      const message = messageOf(error);
      // A file that is there and cannot be loaded says more than one that is not.
      if (!isAbsence(message)) reason ||= message;
    }
  }
  const state = reason === '' ? 'is not installed' : `cannot be loaded (${reason})`;
  return { missing: `${name} ${state}: ${install}, or name its folder in PARETO_LIBS` };
}

/** A file by its path, and those beside it that are the same library under a longer name. */
function variants(file: string): string[] {
  if (!path.isAbsolute(file)) return [file];
  const folder = path.dirname(file);
  const [, stem, version, ending] = /^([^.]*)(.*?)(\.dylib|\.dll)?$/.exec(path.basename(file))!;
  const escaped = (text = '') => text.replaceAll(/[.+]/g, '\\$&');
  const longer = new RegExp(
    `^${escaped(stem)}(-[0-9a-f]+)?${escaped(version)}(\\.\\d+)*${escaped(ending)}$`,
  );
  let beside: string[];
  try {
    beside = readdirSync(folder).filter((name) => longer.test(name));
  } catch {
    beside = [];
  }
  return [...new Set([file, ...beside.sort().map((name) => path.join(folder, name))])];
}

/**
 * Loads a library, and before it those of its folder that it wants and the system does not find:
 * what comes in a wheel does not say that they lie beside it.
 */
function loadWithSiblings(
  file: string,
  wanting: ReadonlySet<string> = new Set(),
): Koffi.LibraryHandle {
  try {
    return koffi().load(file);
  } catch (error) {
    const wanted = /([^\s:/]+): cannot open shared object file/.exec(messageOf(error))?.[1];
    const sibling = path.join(path.dirname(file), wanted ?? '');
    const known = wanted === undefined || wanting.has(sibling) || sibling === file;
    if (known || !path.isAbsolute(file) || !existsSync(sibling)) throw error;
    loadWithSiblings(sibling, new Set([...wanting, sibling, file]));
    return loadWithSiblings(file, new Set([...wanting, sibling]));
  }
}

function isAbsence(message: string): boolean {
  return /no such file|not found|could not be found|126/i.test(message);
}

function wrap(file: string, handle: Koffi.LibraryHandle): NativeLibrary {
  const find = <F extends NativeFunction>(prototype: string): F | null => {
    try {
      return handle.func(prototype) as unknown as F;
    } catch (error) {
      if (/cannot find function/i.test(messageOf(error))) return null;
      throw error;
    }
  };
  return {
    file,
    find,
    address: (symbol) => handle.symbol(symbol) as bigint,
    bind<F extends NativeFunction>(prototype: string): F {
      const bound = find<F>(prototype);
      if (bound !== null) return bound;
      throw new WorkError(`${file} has no ${prototype}; a newer version of the library is needed`, {
        code: 'library-missing',
      });
    },
  };
}
