import { execFile } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { decode, decodeFile, loadImage } from '#src/codecs/decode.js';
import { decodeHere, loadPictureHere } from '#src/codecs/decode-here.js';
import { decodeAnswer } from '#src/codecs/decode-message.js';
import { askDecoder } from '#src/codecs/decode-process.js';
import { encode } from '#src/codecs/encode.js';
import { startChild } from '#src/runtimes/processes/child.js';
import { ownCodec } from '../support/own-codec.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

const onLinux = test.skipIf(process.platform !== 'linux');
const image = picture(40, 30);
const limits = { timeLimitSeconds: 100, memoryBytes: 1e9 };
const askFor = (source: string | Uint8Array, options = {}) =>
  askDecoder({ source, options, folder: process.cwd(), variables: {} }, limits);

/** A flat PNG, which is 344 pixels for each byte. */
const flatPng = (side: number): Promise<Buffer> =>
  sharp({
    create: { width: side, height: side, channels: 3, background: '#777' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();

describe('decoding in a process of its own', () => {
  test('gives what decoding here gives, of 8 and 16 bit, and of the path as of the bytes', async () => {
    const deep = new Uint16Array(image.data).map((sample) => 257 * sample);
    for (const each of [image, { ...image, depth: 16 as const, data: deep }]) {
      const { bytes } = await encode(each, 'png');
      const here = await decodeHere(bytes);
      const there = await decodeFile(bytes);
      expect({ ...there, seconds: 0 }).toEqual({ ...here, seconds: 0 });
      const file = path.join(scratch(), 'a.png');
      writeFileSync(file, bytes);
      expect(await loadImage(file)).toEqual(here.output);
      expect((await loadPictureHere(file)).picture).toEqual(here.output);
    }
  });

  test('takes relative paths, shared bytes, codecs of the user, and variables as they are now', async () => {
    const { bytes } = await encode(image, 'qoi');
    const shown = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shown.set(bytes);
    expect(await decode(shown)).toEqual(image);
    const file = path.join(scratch(), 'a.qoi');
    writeFileSync(file, bytes);
    expect(await decode(path.relative(process.cwd(), file))).toEqual(image);
    const { file: plugin } = ownCodec({
      decode: 'if (process.env.PARETO_ODD) throw new Error("odd");',
    });
    const own = await encode(image, 'mine', { plugins: [plugin] });
    const options = { codec: 'mine', plugins: [plugin] };
    expect(await decode(own.bytes, options)).toEqual(image);
    vi.stubEnv('PARETO_ODD', '1');
    await expect(decode(own.bytes, options)).rejects.toThrow('odd');
    vi.unstubAllEnvs();
    expect(await decode(own.bytes, options)).toEqual(image);
  });

  test('crashes and hangs of a decoder are errors with the name, and the next file is decoded', async () => {
    const { file: plugin } = ownCodec({
      decode: `if (bytes.length > 5000) for (;;);
        process.kill(process.pid, 'SIGSEGV');`,
    });
    const options = { codec: 'mine', plugins: [plugin], name: 'odd.mine', timeLimitSeconds: 1 };
    await expect(decode(new Uint8Array(10), options)).rejects.toMatchObject({
      code: 'process-died',
      message: 'odd.mine: the process died with SIGSEGV',
    });
    await expect(decode(new Uint8Array(6000), options)).rejects.toMatchObject({
      code: 'time-limit',
      message: 'odd.mine: not done after 1 s; allow more',
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 300);
    const late = { ...options, timeLimitSeconds: 100, signal: abort.signal };
    await expect(decode(new Uint8Array(6000), late)).rejects.toThrow('enough');
    expect(await decode((await encode(image, 'png')).bytes)).toEqual(image);
  });

  onLinux('one that takes more memory than it may is an error', async () => {
    const options = { maxPixelsPerByte: 1000, maxMemoryBytes: 300e6 };
    await expect(decode(await flatPng(9000), options)).rejects.toMatchObject({
      code: 'memory-limit',
    });
  });

  test('a flat picture is refused for its length, and taken where it is told', async () => {
    const png = await flatPng(5000);
    await expect(decode(png, { name: 'flat.png' })).rejects.toMatchObject({
      code: 'implausible-size',
      message: expect.stringMatching(
        /^flat\.png: picture of 5000x5000 .* 128 pixels for each byte/,
      ),
    });
    const { width, data } = await decode(png, { maxPixelsPerByte: 400 });
    expect([width, data.length]).toEqual([5000, 75e6]);
  });

  // In a message of 2 GiB and more they would end this process.
  test.skipIf(os.freemem() < 6e9)('more samples than a message holds come by a file', async () => {
    const side = 19_000;
    const limits = { maxPixels: 1e9, maxPixelsPerByte: 1e6, maxMemoryBytes: 5e9 };
    const { width, data } = await decode(await flatPng(side), limits);
    expect([width, data.length]).toEqual([side, 3 * side * side]);
    expect([data[0], data.at(-1)]).toEqual([0x77, 0x77]);
    const left = readdirSync(os.tmpdir()).filter((name) => name.startsWith(`pareto-`));
    expect(left.filter((name) => statSync(path.join(os.tmpdir(), name)).size > 1e9)).toEqual([]);
  });

  test('the worker answers one question after the other, where it is told to be', async () => {
    const worker = new URL(import.meta.resolve('#src/codecs/decode-worker.js'));
    const child = startChild<object, { warnings: unknown[] }>(worker, {
      serialization: 'advanced',
    });
    const folder = scratch();
    writeFileSync(path.join(folder, 'a.png'), (await encode(image, 'png')).bytes);
    const samplesFile = path.join(folder, 'samples');
    const question = { source: 'a.png', options: {}, folder, variables: {}, samplesFile };
    expect(await child.ask(question, 100)).toMatchObject({ format: 'png', output: image });
    await expect(child.ask({ ...question, folder: scratch() }, 100)).rejects.toThrow('ENOENT');
    expect(await child.ask(question, 100)).toMatchObject({ warnings: [] });
    await child.kill();
  });

  test('answers are checked, and name the format', async () => {
    const { bytes } = await encode(image, 'png');
    const answer = await askFor(bytes);
    expect(answer).toMatchObject({ format: 'png', codec: null, damage: null, warnings: [] });
    expect(decodeAnswer.safeParse({ ...answer, output: 'text' }).success).toBe(false);
    expect(
      decodeAnswer.safeParse({ ...answer, warnings: [{ message: 'a', code: 'none' }] }).success,
    ).toBe(false);
    await expect(askFor('/no/such.png')).rejects.toMatchObject({ code: 'cannot-read' });
  });

  test('keeps no program alive', async () => {
    const file = path.join(scratch(), 'a.png');
    writeFileSync(file, (await encode(image, 'png')).bytes);
    const href = new URL('../../dist/codecs/decode.js', import.meta.url).href;
    const script = `const { decode } = await import(${JSON.stringify(href)});
      console.log((await decode(${JSON.stringify(file)})).width);`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 100_000 });
    expect(stdout).toBe('40\n');
  });
});

describeShared('files of few bytes and many pixels', () => {
  test.each(['avif-16000.avif', 'jpeg2000-16000.jp2', 'prog-16000.jpg'])('%s', async (name) => {
    const file = shared('cases', 'amplify', name);
    await expect(decode(file)).rejects.toMatchObject({ code: 'implausible-size' });
    // Told to, it tries, and ends where it takes more memory than it may.
    const told = { maxPixelsPerByte: 1e7, maxMemoryBytes: 500e6 };
    await expect(decode(file, told)).rejects.toMatchObject({
      code: expect.stringMatching(/^(memory-limit|broken-image|engine-failed)$/),
    });
  });
});
