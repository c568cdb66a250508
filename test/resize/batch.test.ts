import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { decode, encode } from '#src/codecs/index.js';
import { resizeMany } from '#src/resize/batch.js';
import { pictureInfo } from '#src/resize/info.js';
import { openLibraryPool } from '#src/resize/library-pool.js';
import { readManifest } from '#src/resize/manifest.js';
import { planBatch } from '#src/resize/plan-batch.js';
import { resize } from '#src/resize/resize.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const photo = picture(96, 64);
const { bytes: jpeg } = await encode(photo, 'jpeg:quality=95');
const { bytes: png } = await encode(photo, 'png');
const turned = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg().toBuffer();
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = scratch();
  mkdirSync(at('in/deep/er'), { recursive: true });
  writeFileSync(at('in/a.jpg'), jpeg);
  writeFileSync(at('in/deep/b.png'), png);
  writeFileSync(at('in/deep/er/c.JPG'), turned);
  writeFileSync(at('in/readme.txt'), 'no picture');
});

describe('resizeMany', () => {
  test('keeps the tree, applies the orientation, and tells of every picture which way it went', async () => {
    const report = await resizeMany([at('in')], { out: at('out'), width: 48 });
    const told = report.files.map(({ output, width, height, path: way, error }) => {
      return [path.relative(folder, output), width, height, way, error];
    });
    expect(told).toEqual([
      ['out/a.jpg', 48, 32, 'fast', null],
      ['out/deep/b.png', 48, 32, 'fast', null],
      ['out/deep/er/c.JPG', 48, 72, 'fast', null],
    ]);
    for (const { output, width, height, bytes } of report.files) {
      expect(statSync(output).size).toBe(bytes);
      expect(await decode(output)).toMatchObject({ width, height });
    }
  });

  test('several threads make the very same files as one', async () => {
    const [one, two] = [1, 2].map((threads) => at(`out${threads}`));
    await resizeMany([at('in')], { out: one, percent: 50, threads: 1 });
    const report = await resizeMany([at('in')], { out: two, percent: 50, threads: 2 });
    expect(report.threads).toBe(2);
    for (const name of ['a.jpg', 'deep/b.png', 'deep/er/c.JPG']) {
      expect(
        Buffer.compare(readFileSync(path.join(one!, name)), readFileSync(path.join(two!, name))),
      ).toBe(0);
    }
  });

  test('a picture that fails ends nothing else, and leaves no file', async () => {
    writeFileSync(at('in/cut.jpg'), jpeg.subarray(0, jpeg.length >> 1));
    writeFileSync(at('in/text.jpg'), 'hello');
    // Codes that are none, in the middle of the scan: libvips warns of nothing.
    const flipped = Buffer.from(jpeg);
    flipped.fill(0xfe, jpeg.length >> 1, (jpeg.length >> 1) + 40);
    writeFileSync(at('in/flipped.jpg'), flipped);
    const report = await resizeMany([at('in')], { out: at('out'), width: 20 });
    const errors = report.files.filter(({ error }) => error !== null);
    expect(errors.map(({ input }) => path.basename(input))).toEqual([
      ...['cut.jpg', 'flipped.jpg', 'text.jpg'],
    ]);
    for (const { input, error, output } of errors) {
      expect(error).toContain(input);
      expect(existsSync(output)).toBe(false);
    }
    const warnings: string[] = [];
    const lenient = await resizeMany([at('in/cut.jpg')], {
      ...{ out: at('lenient'), width: 20, lenient: true },
      onWarning: (warning) => warnings.push(warning),
    });
    expect(lenient.files[0]).toMatchObject({ width: 20, error: null });
    expect(warnings.join()).toContain('cut.jpg is damaged');
  });

  test('what needs nothing is copied, without its metadata', async () => {
    const tagged = await sharp(jpeg)
      .withExif({ IFD0: { Copyright: 'me' } })
      .jpeg()
      .toBuffer();
    writeFileSync(at('in/a.jpg'), tagged);
    const { files } = await resizeMany([at('in/a.jpg')], { out: at('out'), width: 500 });
    expect(files[0]!.note).toContain('copied');
    const made = readFileSync(at('out/a.jpg'));
    expect(made.includes('Copyright') || made.includes('Exif')).toBe(false);
    expect(
      Buffer.compare(
        Buffer.from((await decode(made)).data),
        Buffer.from((await decode(tagged)).data),
      ),
    ).toBe(0);
  });

  test('sizes and formats give a file each', async () => {
    const { files } = await resizeMany([at('in/a.jpg')], {
      ...{ out: at('out'), sizes: [20, 40], formats: ['webp', 'jpeg'] },
    });
    expect(files.map(({ output }) => path.basename(output))).toEqual([
      'a-20.webp',
      'a-20.jpg',
      'a-40.webp',
      'a-40.jpg',
    ]);
  });

  test('update skips what is there and newer', async () => {
    const options = { out: at('out'), width: 30, update: true };
    await resizeMany([at('in/a.jpg')], options);
    expect((await resizeMany([at('in/a.jpg')], options)).files[0]).toMatchObject({
      path: null,
      error: null,
    });
    const later = new Date(Date.now() + 60_000);
    utimesSync(at('in/a.jpg'), later, later);
    expect((await resizeMany([at('in/a.jpg')], options)).files[0]!.path).toBe('fast');
  });

  test('a stop takes up no more, and says so', async () => {
    const report = await resizeMany([at('in')], {
      out: at('out'),
      width: 9,
      stop: AbortSignal.abort(),
    });
    expect(report).toMatchObject({ files: [], interrupted: true });
  });

  test('stopOnError leaves the others', async () => {
    writeFileSync(at('in/0.png'), 'broken');
    writeFileSync(at('in/1.png'), png);
    const options = { out: at('out'), width: 9, stopOnError: true, threads: 1 };
    const { files } = await resizeMany([at('in/0.png'), at('in/1.png')], options);
    expect(files.map(({ error }) => error !== null)).toEqual([true]);
  });
});

describe('a plan', () => {
  const planned = async (inputs: string[], ask: object = {}, options: object = {}) =>
    planBatch({ inputs, out: at('out'), ...ask }, options);

  test('finds patterns and passes over what is no picture', async () => {
    const { pictures } = await planned([at('in/**/*.png')]);
    expect(pictures.map(({ output }) => path.relative(folder, output))).toEqual(['out/deep/b.png']);
    expect((await planned([at('in')])).passedOver).toBe(1);
    await expect(planned([at('in/*.webp')])).rejects.toThrow('names no file');
    await expect(planned([at('nothing')])).rejects.toThrow('is not there');
  });

  test('refuses an output that is an input, and two of one name', async () => {
    await expect(planned([at('in')], { out: at('in') })).rejects.toThrow('that is read');
    await expect(planned([at('in/a.jpg')], { name: 'x.jpg', sizes: [1, 2] })).rejects.toThrow(
      'twice',
    );
    writeFileSync(at('in/a.png'), png);
    await expect(planned([at('in')], {}, { format: 'webp' })).rejects.toThrow('would both become');
    await expect(planned([at('in/a.jpg')], { out: undefined })).rejects.toThrow('name a folder');
    await expect(planned([at('in/a.jpg')], { sizes: [5] }, { width: 5 })).rejects.toThrow(
      'exclude',
    );
  });

  test('a place that cannot be written to is an error of each picture, in words', async () => {
    writeFileSync(at('file'), 'a file, and no folder');
    for (const [out, told] of [
      [at('file'), /a file stands where its folder would be/],
      [at('file/deep'), /a file stands where its folder would be/],
      [at('x'.repeat(300)), /cannot write .*x{300}/],
    ] as const) {
      const { files } = await resizeMany([at('in/a.jpg')], { out, width: 5 });
      expect(files.map(({ error }) => error)).toEqual([expect.stringMatching(told)]);
    }
    await expect(planned([at('file/a.jpg')])).rejects.toThrow('is not there');
    await expect(planned(['x'.repeat(300)])).rejects.toThrow('is not there');
  });

  test('a name has the size of the picture that is written', async () => {
    const { pictures } = await planned(
      [at('in/deep')],
      { name: '{name}-{width}x{height}.{ext}' },
      { width: 48 },
    );
    expect(pictures.map(({ output }) => path.basename(output))).toEqual([
      'b-48x32.png',
      'c-48x72.JPG',
    ]);
  });

  test('a file as the output tells the format', async () => {
    const { pictures } = await planned([at('in/a.jpg')], { out: at('x.avif') });
    expect(pictures[0]).toMatchObject({ output: at('x.avif'), ask: { format: 'avif' } });
    await expect(planned([at('in/a.jpg')], { out: at('x.doc') })).rejects.toThrow(
      'ends as no format',
    );
  });
});

test('a manifest has options of each picture', async () => {
  const entries = [
    { input: 'in/a.jpg', width: 10, format: 'webp', name: 'first.{ext}' },
    { input: 'in/deep/b.png', output: 'own/b.jpg', quality: 40 },
  ];
  writeFileSync(at('jobs.json'), JSON.stringify(entries));
  const manifest = await readManifest(at('jobs.json'));
  const { files } = await resizeMany([], { manifest, out: at('out'), height: 32 });
  expect(files.map(({ output, error }) => [path.relative(folder, output), error])).toEqual([
    ['out/first.webp', null],
    ['own/b.jpg', null],
  ]);
  writeFileSync(at('jobs.json'), JSON.stringify([{ input: 'in/a.jpg', widht: 10 }]));
  await expect(readManifest(at('jobs.json'))).rejects.toThrow('picture 1');
});

describe('resize', () => {
  test('gives the picture in memory', async () => {
    const { bytes, width, height, path: way } = await resize(jpeg, { width: 30 });
    expect([width, height, way]).toEqual([30, 20, 'fast']);
    expect(await decode(bytes)).toMatchObject({ width: 30, height: 20 });
    const other = await resize(at('in/deep/b.png'), { width: 30, codec: 'jxl:quality=70' });
    expect(await decode(other.bytes)).toMatchObject({ width: 30, height: 20 });
    expect(other.path).toBe('library');
  });

  test('names the picture that fails', async () => {
    await expect(resize(at('in/none.jpg'))).rejects.toThrow('none.jpg');
    await expect(resize(new Uint8Array(10), { name: 'it', format: 'png' })).rejects.toThrow('it ');
  });
});

test('what a picture is is told by its header', async () => {
  expect(await pictureInfo(at('in/deep/er/c.JPG'))).toMatchObject({
    ...{
      format: 'JPEG',
      width: 64,
      height: 96,
      orientation: 6,
      colours: 'RGB',
      bits: 8,
      frames: 1,
    },
  });
});

test('no process is started before it is needed', async () => {
  const pool = openLibraryPool(2);
  expect([pool.workers, pool.isWarm(0)]).toEqual([2, false]);
  await pool.close();
});
