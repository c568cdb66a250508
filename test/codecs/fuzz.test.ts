import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { describeShared, shared } from '../support/shared.js';
import { decodeInChild, type Question } from './child.js';

/** A folder of the shared test data with the codecs that read its files, and how many of them. */
interface Corpus {
  readonly folder: string;
  readonly codec: string;
  readonly engines?: readonly string[];
  /** Every which file is taken; FUZZ_ALL=1 takes all of them. */
  readonly every: number;
}

const corpora: readonly Corpus[] = [
  { folder: 'pngsuite', codec: 'png', every: 5 },
  { folder: 'zune-png', codec: 'png', every: 5 },
  { folder: 'image-rs/png', codec: 'png', every: 1 },
  { folder: 'mozjpeg', codec: 'jpeg', every: 1 },
  { folder: 'mozjpeg', codec: 'jpeg', engines: ['turbo', 'wasm'], every: 1 },
  { folder: 'zune-jpeg', codec: 'jpeg', every: 10 },
  { folder: 'zune-jpeg', codec: 'jpeg', engines: ['turbo', 'wasm'], every: 1 },
  { folder: 'image-rs/jpg', codec: 'jpeg', every: 1 },
  { folder: 'libwebp', codec: 'webp', engines: ['sharp', 'wasm'], every: 2 },
  { folder: 'image-rs/webp', codec: 'webp', engines: ['sharp', 'wasm'], every: 1 },
  { folder: 'libavif', codec: 'avif', engines: ['sharp', 'wasm'], every: 2 },
  { folder: 'jxl', codec: 'jxl', engines: ['vips', 'jsquash'], every: 2 },
  { folder: 'jxl', codec: 'jxl', engines: ['native'], every: 1 },
];

const maxPixels = 16_000_000;

/** Above what 16 million pixels of 4 channels of 16 bit may take several times over. */
const maxPeakMegabytes = 2500;

describeShared('decoders on broken and unusual files', () => {
  it.for(corpora)(
    '$folder: an error or a picture from $codec',
    { timeout: 600_000 },
    async (corpus, context) => {
      const { codec, folder, engines = [null] } = corpus;
      const every = process.env['FUZZ_ALL'] ? 1 : corpus.every;
      const files = filesIn(shared('fuzz', folder)).filter((_, index) => index % every === 0);
      expect(files.length).toBeGreaterThan(1);
      for (const engine of engines) {
        const { params, available } = await codecs.load(codec);
        const answer = await available(resolveSettings(codec, params, engine ? { engine } : {}));
        if (answer !== true) return context.skip(answer);
        const questions = files.map((file): Question => ({ codec, engine, file, maxPixels }));
        const answers = await decodeInChild(questions, { limitSeconds: 30 });
        const bad = answers.flatMap((answer, index) => {
          const { shape, name, peak = 0 } = answer;
          const fine = shape !== undefined || (name === 'WorkError' && answer.error);
          return fine && peak < maxPeakMegabytes ? [] : [{ file: files[index], ...answer }];
        });
        expect(bad).toEqual([]);
        if (process.env['FUZZ_ALL']) {
          const pictures = answers.filter(({ shape }) => shape !== undefined).length;
          const peak = Math.max(...answers.map((answer) => answer.peak ?? 0));
          console.log(
            `${folder} ${codec} ${engine ?? ''}: ${files.length} files, ${pictures} pictures, ` +
              `${files.length - pictures} errors, peak ${peak} MiB`,
          );
        }
      }
    },
  );
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && !/LICENSE|README|\.(md|txt|json)$/.test(file))
    .sort();
}
