import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { type EmscriptenGlue, openWasmLibrary } from '#src/runtimes/wasm/emscripten.js';
import { picture } from '../../codecs/support.js';

interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setDecompositions(levels: number): void;
  setQuality(reversible: boolean, layers: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
  encode(): void;
  delete(): void;
}

interface Module {
  readonly HEAPU8: Uint8Array;
  readonly J2KEncoder: new () => Encoder;
}

const require = createRequire(import.meta.url);
const open = () =>
  openWasmLibrary<Module>({
    name: 'OpenJPEG',
    wasm: pathToFileURL(require.resolve('@cornerstonejs/codec-openjpeg/wasm')),
    glue: require('@cornerstonejs/codec-openjpeg/wasmjs') as EmscriptenGlue,
  });

/** Encodes a picture, with more levels of the wavelet than a small one can bear where told so. */
function encode(module: Module, side: number, levels: number): number {
  const { data, width, height } = picture({ width: side, height: side });
  const encoder = new module.J2KEncoder();
  const frame = { width, height, bitsPerSample: 8, componentCount: 3, isSigned: false };
  encoder.getDecodedBuffer(frame).set(data);
  encoder.setDecompositions(levels);
  encoder.setQuality(true, 1);
  encoder.setCompressionRatio(0, 1);
  encoder.encode();
  const { length } = encoder.getEncodedBuffer();
  encoder.delete();
  return length;
}

describe('a library in WASM', () => {
  it('turns C++ exceptions into their text and goes on with a new instance', async () => {
    const library = await open();
    const first = await library.run((module) => module);
    const length = await library.run((module) => encode(module, 40, 5));
    const failing = library.run((module) => encode(module, 8, 5));
    await expect(failing).rejects.toThrow(WorkError);
    await expect(failing).rejects.toThrow(/^OpenJPEG: failed to encode image: opj_/);
    expect(await library.run((module) => encode(module, 40, 5))).toBe(length);
    expect(await library.run((module) => module)).not.toBe(first);
  });

  it('tells how much memory was taken where that was most of it', async () => {
    const library = await open();
    const failing = library.run((module) => {
      new module.J2KEncoder().getDecodedBuffer({
        ...{ width: 23_000, height: 23_000, bitsPerSample: 8, componentCount: 3, isSigned: false },
      });
      throw new Error('no room left.');
    });
    await expect(failing).rejects.toThrow(
      /^OpenJPEG: no room left; 1\.\d of at most 2 GiB of memory were taken: a smaller picture/,
    );
    await expect(library.run((module) => encode(module, 8, 5))).rejects.not.toThrow(/GiB/);
  });

  it('hands over what the module printed in this call', async () => {
    const library = await open();
    const lines: string[] = [];
    await expect(
      library.run((module, printed) => {
        try {
          return encode(module, 8, 5);
        } finally {
          lines.push(...printed);
        }
      }),
    ).rejects.toThrow();
    expect(lines.join()).toMatch(/resolution/i);
    expect(await library.run((_module, printed) => [...printed])).toEqual([]);
  });

  it('keeps an instance between calls and lets it go on close', async () => {
    const library = await open();
    const first = await library.run((module) => module);
    expect(await library.run((module) => module)).toBe(first);
    library.close();
    expect(await library.run((module) => module)).not.toBe(first);
  });

  it('does not grow over 500 small encodes', async () => {
    const library = await open();
    const size = () => library.run((module) => module.HEAPU8.length);
    await library.run((module) => encode(module, 64, 5));
    const before = await size();
    for (let i = 0; i < 500; i++) await library.run((module) => encode(module, 64, 5));
    expect(await size()).toBe(before);
  });
});
