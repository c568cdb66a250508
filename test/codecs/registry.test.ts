import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codecs, jpegCodecs } from '#src/codecs/registry.js';
import { imageFormats } from '#src/image/format.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(path.join(source, file), 'utf8') }));

test('an entry has the id that it is registered by', async () => {
  for (const registry of [codecs, jpegCodecs]) {
    for (const id of registry.names) expect((await registry.load(id)).id).toBe(id);
  }
});

test('adding a codec is its file or folder and its line: no other room names it', () => {
  // Ids that are formats of images, libraries or the baseline of every sweep have other business.
  const shared = [...Object.keys(imageFormats), 'raw', 'jxl', 'heic', 'jpegls'];
  const ids = [...codecs.names, ...jpegCodecs.names].filter((id) => !shared.includes(id));
  expect(ids).toContain('qoi');
  const strangers = ids.flatMap((id) => {
    const named = new RegExp(`['"\`]${id}['"\`:,]`);
    return files
      .filter(({ file, text }) => !/^(?:codecs|runtimes)\//.test(file) && named.test(text))
      .map(({ file }) => `${file} names ${id}`);
  });
  expect(strangers.toSorted()).toEqual([
    // The grid of coders shows a command to fill it, which needs an example.
    'app/entropy-view.ts names taef2',
    // What a page measures unless told, and the files of WASM that it is served.
    'cli/options/collect.ts names qoi',
    'collect/assets.ts names qoi',
    'collect/assets.ts names sprig',
    // The table of what is tried at JPEG files: which encoders of one format are worth a search is the
    // optimiser's choice, as no codec knows of the others.
    'optimize/formats/jpeg.ts names jpegli',
    'optimize/formats/jpeg.ts names mozjpeg',
  ]);
});

test('within the codecs only the registry, its family and formats.ts name one', () => {
  const families = new Map(
    files
      .filter(({ file }) => /^codecs\/[a-z0-9]+\/format\.ts$/.test(file))
      .map(({ file }) => [file.split('/')[1]!, file]),
  );
  expect([...families.keys()]).toContain('qoi');
  for (const family of families.keys()) {
    const importers = files
      .filter(({ file }) => file.startsWith('codecs/') && !file.startsWith(`codecs/${family}/`))
      .filter(({ text }) => text.includes(`'./${family}/`) || text.includes(`'../${family}/`))
      .map(({ file }) => file);
    // Decoding asks a learned file which codec made it.
    const decoding = ['codecs/decode.ts', 'codecs/decode-here.ts'];
    const registries = ['codecs/registry.ts', 'codecs/browser/page-registry.ts'];
    // A browser that decodes AVIF and JPEG XL and cannot make them gets files of the encoders in WASM; sprig
    // is put together of its parts, by another runtime.
    const encoding = ['browser-codecs', 'sprig', 'web-model'].map(
      (name) => `codecs/browser/${name}.ts`,
    );
    const allowed = [...registries, 'codecs/formats.ts', ...decoding, ...encoding];
    expect(importers.filter((file) => !allowed.includes(file))).toEqual([]);
  }
});
