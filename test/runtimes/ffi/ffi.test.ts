import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import {
  addressOf,
  declareCallback,
  declareStruct,
  type LibraryNames,
  openLibrary,
  type Pointer,
  versionedNames,
  viewOf,
  withCallback,
} from '#src/runtimes/ffi/ffi.js';
import { scratch } from '../../support/scratch.js';

const { PARETO_LIBS: libs } = process.env;
afterEach(() => {
  if (libs === undefined) delete process.env['PARETO_LIBS'];
  else process.env['PARETO_LIBS'] = libs;
});

const libc = (name: string): LibraryNames => ({
  name,
  install: 'apt install it',
  linux: ['libnone.so.99', 'libc.so.6', 'libc.so'],
  darwin: ['libnone.dylib', 'libSystem.B.dylib'],
  win32: ['none.dll', 'msvcrt.dll'],
});

function c() {
  const found = openLibrary(libc('libc'));
  if (!('library' in found)) throw new Error(found.missing);
  return found.library;
}

/** The file of a small library that this process has loaded. */
function someLibrary(): string {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  return sharedObjects.find((file) => /libm[.-]|libSystem/.test(file))!;
}

describe('openLibrary', () => {
  it('takes the first name that can be loaded, once', () => {
    const library = c();
    expect(library.file).toMatch(/^libc|libSystem|msvcrt/);
    expect(c()).toBe(library);
    const abs = library.bind<(value: number) => number>('int abs(int)');
    expect(abs(-7)).toBe(7);
  });

  it('says what is missing, and lets a folder of PARETO_LIBS come first', () => {
    const names = (name: string) => ({
      ...libc(name),
      linux: [`${name}.so`],
      darwin: [],
      win32: [],
    });
    expect(openLibrary(names('libparetonone'))).toEqual({
      missing: 'libparetonone is not installed: apt install it, or name its folder in PARETO_LIBS',
    });
    const folder = scratch();
    process.env['PARETO_LIBS'] = ['/nowhere', folder].join(path.delimiter);
    writeFileSync(path.join(folder, 'libparetobad.so'), 'no library');
    const bad = openLibrary(names('libparetobad'));
    expect(bad).toEqual({ missing: expect.stringMatching(/libparetobad cannot be loaded \(\w/) });
    copyFileSync(someLibrary(), path.join(folder, 'libparetocopy.so'));
    const good = openLibrary(names('libparetocopy'));
    expect('library' in good && good.library.file).toBe(path.join(folder, 'libparetocopy.so'));
  });

  it('finds in a folder what a wheel of Python names with digits and a longer version', () => {
    const folder = scratch();
    process.env['PARETO_LIBS'] = folder;
    const names: LibraryNames = {
      ...{ name: 'libparetowheel', install: '', win32: [] },
      linux: ['libparetowheel.so.0.11'],
      darwin: ['libparetowheel.0.11.dylib'],
    };
    const mac = process.platform === 'darwin';
    const put = (linux: string, darwin: string) => {
      const file = path.join(folder, mac ? darwin : linux);
      copyFileSync(someLibrary(), file);
      return file;
    };
    put('libparetowheel.so.0.110', 'libparetowheel.0.110.dylib');
    put('libparetowheel_cms.so.0.11', 'libparetowheel_cms.0.11.dylib');
    const file = put('libparetowheel-bcde3c36.so.0.11.2', 'libparetowheel-bcde3c36.0.11.2.dylib');
    const found = openLibrary(names);
    expect('library' in found && found.library.file).toBe(file);
  });

  const cc = process.env['CC'] ?? 'cc';
  const compiles = spawnSync(cc, ['--version']).status === 0 && process.platform === 'linux';
  it.skipIf(!compiles)('loads before a library those beside it that it wants', () => {
    const folder = scratch();
    process.env['PARETO_LIBS'] = folder;
    const build = (name: string, code: string, ...wanted: string[]) => {
      const args = [
        '-shared',
        '-fPIC',
        '-x',
        'c',
        '-',
        '-o',
        `${name}.so`,
        `-Wl,-soname,${name}.so`,
      ];
      const linked = wanted.flatMap((other) => ['-x', 'none', `${other}.so`]);
      const { status, stderr } = spawnSync(cc, [...args, ...linked], {
        cwd: folder,
        input: code,
      });
      expect(status, String(stderr)).toBe(0);
    };
    build('libparetoc', 'int c(void) { return 3; }');
    build('libparetob', 'int c(void); int b(void) { return 10 * c(); }', 'libparetoc');
    build('libparetoa', 'int b(void); int a(void) { return b() + 1; }', 'libparetob');
    const names = { ...libc('libparetoa'), linux: ['libparetoa.so'] };
    const found = openLibrary(names);
    if (!('library' in found)) throw new Error(found.missing);
    expect(found.library.bind<() => number>('int a(void)')()).toBe(31);

    build('libparetoe', 'int e(void) { return 3; }');
    build('libparetod', 'int e(void); int d(void) { return e(); }', 'libparetoe');
    rmSync(path.join(folder, 'libparetoe.so'));
    expect(openLibrary({ ...names, name: 'libparetod', linux: ['libparetod.so'] })).toEqual({
      missing: expect.stringMatching(/libparetod (is not installed|cannot be loaded)/),
    });
  });

  it('tells a function that the library lacks', () => {
    expect(c().find('int pareto_none(int)')).toBeNull();
    expect(() => c().bind('int pareto_none(int)')).toThrow(WorkError);
    expect(() => c().find('int abs(NoSuchType)')).toThrow(/NoSuchType/);
  });
});

describe('native memory', () => {
  it('is handed over in typed arrays, structs and callbacks', () => {
    const samples = Uint8Array.from([5, 1, 4]);
    expect([...viewOf(addressOf(samples), 3)]).toEqual([5, 1, 4]);

    declareStruct('pareto_div', { quot: 'int', rem: 'int' });
    declareStruct('pareto_div', { quot: 'int', rem: 'int' });
    const div = c().bind<(a: number, b: number) => { quot: number; rem: number }>(
      'pareto_div div(int, int)',
    );
    expect(div(17, 5)).toEqual({ quot: 3, rem: 2 });

    declareCallback('pareto_compare', 'int pareto_compare(void* a, void* b)');
    const qsort = c().bind<
      (data: Uint8Array, count: number, size: number, compare: Pointer) => void
    >('void qsort(_Inout_ uint8_t*, size_t, size_t, pareto_compare*)');
    withCallback(
      'pareto_compare',
      (a: bigint, b: bigint) => viewOf(a, 1)[0]! - viewOf(b, 1)[0]!,
      (compare) => qsort(samples, 3, 1, compare),
    );
    expect([...samples]).toEqual([1, 4, 5]);
  });

  it('names libraries as each platform does', () => {
    expect(versionedNames('libjxl', 'apt install it', ['0.12', '0.7'])).toEqual({
      name: 'libjxl',
      install: 'apt install it',
      linux: ['libjxl.so.0.12', 'libjxl.so.0.7'],
      darwin: ['libjxl.0.12.dylib', 'libjxl.0.7.dylib', 'libjxl.dylib'],
      win32: ['libjxl.dll', 'jxl.dll'],
    });
  });
});
