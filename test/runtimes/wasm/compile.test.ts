import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { compileWasm, instantiateWasm } from '#src/runtimes/wasm/compile.js';
import { temporaryFolder } from '../../support/folders.ts';
import { serve } from '../../support/server.ts';

// A module with one page of memory that it exports as `m`.
const bytes = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[5, 3, 1, 0, 1],
  ...[7, 5, 1, 1, 0x6d, 2, 0],
);

test('a file is compiled once; what could not be loaded is tried again', async () => {
  const folder = await temporaryFolder({ 'a.wasm': bytes });
  const file = pathToFileURL(path.join(folder, 'a.wasm'));
  const module = compileWasm(file);
  expect(compileWasm(new URL(file.href))).toBe(module);
  const [one, two] = [instantiateWasm(await module, {}), instantiateWasm(await module, {})];
  expect(one.exports['m']).toMatchObject({ buffer: { byteLength: 65_536 } });
  expect(two.exports['m']).not.toBe(one.exports['m']);
  const gone = pathToFileURL(path.join(folder, 'gone.wasm'));
  const first = compileWasm(gone);
  await expect(first).rejects.toThrow(/ENOENT/);
  expect(compileWasm(gone)).not.toBe(first);
  await expect(compileWasm(gone)).rejects.toThrow(/ENOENT/);
});

test('over HTTP; a page in its place is told', async () => {
  const { url } = await serve((nth, _request, response) => {
    if (nth === 1) response.end('<!doctype html>');
    else response.writeHead(nth === 2 ? 404 : 200).end(bytes);
  });
  await compileWasm(new URL('kernel.wasm', `${url}/`));
  await expect(compileWasm(new URL('sub/x.wasm', `${url}/`))).rejects.toThrow(
    new WorkError(
      `${url}/sub/x.wasm cannot be loaded: it is no WebAssembly; x.wasm is to be put there, ` +
        'where no bundler does',
      { code: 'engine-failed' },
    ),
  );
  await expect(compileWasm(new URL('y.wasm', `${url}/`))).rejects.toThrow(/status 404/);
});
