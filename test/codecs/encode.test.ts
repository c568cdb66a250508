import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { decode } from '#src/codecs/decode.js';
import { encode } from '#src/codecs/encode.js';
import { formatOf } from '#src/codecs/formats.js';
import { sameSamples } from '#src/image/compare.js';
import { encodePng } from '#src/image/files/save.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../support/score.ts';
import { sharedScratch } from '../support/scratch.ts';
import { picture } from './support.ts';

const folder = sharedScratch();
const at = (name: string): string => path.join(folder, name);
const image = picture({ width: 61, height: 40 });
const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

beforeAll(async () => writeFileSync(at('photo.png'), await encodePng(image)));

describe('encode', () => {
  test('tells the bytes, the rate and what made them', async () => {
    const encoded = await encode(image, 'avif:speed=8,quality=60');
    expect(formatOf(encoded.bytes)?.id).toBe('avif');
    expect(encoded).toMatchObject({
      ...{ width: 61, height: 40, codec: 'avif', conversion: null, learned: null },
      spec: 'avif:speed=8,quality=60',
      settings: { speed: 8, quality: 60, chroma: '4:4:4' },
      engine: { name: 'libaom+libheif', runtime: 'native' },
      format: { id: 'avif' },
    });
    expect(encoded.bitsPerPixel).toBeCloseTo((8 * encoded.bytes.length) / (61 * 40), 12);
    expect(encoded.seconds).toBeGreaterThan(0);
    expect(await scoreOf(psnr, image, await decode(encoded.bytes))).toBeGreaterThan(25);
  });

  test('takes paths, URLs, bytes and samples', async () => {
    const { bytes } = await encode(image, 'qoi');
    for (const source of [
      at('photo.png'),
      pathToFileURL(at('photo.png')),
      await readFile(at('photo.png')),
    ]) {
      expect((await encode(source, 'qoi')).bytes).toEqual(bytes);
    }
    // A file of a codec is a picture too.
    expect((await encode(bytes, 'qoi')).bytes).toEqual(bytes);
  });

  test('tells what it converted, and takes the default of a rate knob that is not given', async () => {
    const deep = picture({ width: 20, height: 10, channels: 4, depth: 16 });
    const { conversion, spec } = await encode(deep, 'jpeg');
    expect(conversion).toBe('rgba16 -> rgb8');
    expect(spec).toBe('jpeg:quality=75');
  });

  test('a learned codec, a plugin and a recipe', async () => {
    const learned = await encode(image, 'sprig:quality=20');
    expect(learned.learned).toMatchObject({ model: 'sprig', coder: 'rans' });
    expect((await decode(learned.bytes)).width).toBe(61);

    const plugins = [example('quantise-deflate.js')];
    const plugged = await encode(image, 'quantise-deflate', { plugins });
    const back = await decode(plugged.bytes, { plugins, codec: 'quantise-deflate' });
    expect(await scoreOf(psnr, image, back)).toBeGreaterThan(20);

    writeFileSync(at('copy.sh'), '#!/bin/sh\ncp "$1" "$2"\n');
    chmodSync(at('copy.sh'), 0o755);
    const command = ['./copy.sh', '{input}', '{output}'];
    const recipe = { paretoCodec: 1, id: 'copies', title: 'Copies', extension: 'cpy' };
    const declared = { ...recipe, encode: command, decode: command, lossless: true };
    writeFileSync(at('copy.json'), JSON.stringify(declared));
    const { bytes, spec } = await encode(image, `cli:${at('copy.json')}`);
    expect(spec).toBe('copies');
    const copied = await decode(bytes, { codec: `cli:${at('copy.json')}` });
    expect(sameSamples(copied, image)).toBe(true);
  });

  test('one setting alone', async () => {
    const wrong = (spec: string) => expect(encode(image, spec)).rejects;
    await wrong('jxl:quality=30+60').toThrow(/2 alternatives; expected one value/);
    await wrong('jxl,avif').toThrow(/names 2 codecs; expected one/);
    await wrong('jxll').toThrow(/did you mean jxl/);
    await wrong('jxl:qualty=3').toThrow(/did you mean quality/);
    await wrong('jpeg:chroma=4:2:2').toThrow(
      /^jpeg:chroma=4:2:2,quality=75 cannot run here: sharp has no chroma=4:2:2/,
    );
    await wrong('jxl-jpeg').toThrow(UsageError);
  });

  test('ends with the reason of its signal, and kills the command of a recipe', async () => {
    const ended = AbortSignal.abort(new Error('enough'));
    await expect(encode(image, 'qoi', { signal: ended })).rejects.toThrow('enough');

    writeFileSync(at('slow.sh'), `#!/bin/sh\necho $$ > ${at('pid')}\nexec sleep 600\n`);
    chmodSync(at('slow.sh'), 0o755);
    const command = ['./slow.sh', '{input}', '{output}'];
    const recipe = { paretoCodec: 1, id: 'slow', title: 'Slow', extension: 'slw' };
    writeFileSync(at('slow.json'), JSON.stringify({ ...recipe, encode: command, decode: command }));
    const controller = new AbortController();
    const running = encode(image, `cli:${at('slow.json')}`, { signal: controller.signal });
    const outcome = running.catch((error: unknown) => error);
    let pid = '';
    while (pid === '') {
      await new Promise((done) => setTimeout(done, 20));
      pid = (await readFile(at('pid'), 'utf8').catch(() => '')).trim();
    }
    const reason = new Error('the user has gone');
    controller.abort(reason);
    expect(await outcome).toBe(reason);
    await expect.poll(() => isAlive(Number(pid)), { timeout: 60_000, interval: 20 }).toBe(false);
  });

  test('calls beside each other give what they give alone', async () => {
    const specs = ['avif:speed=9,quality=40', 'jxl:effort=3', 'webp', 'qoi', 'jpegls', 'png'];
    const alone: Uint8Array[] = [];
    for (const spec of specs) alone.push((await encode(image, spec)).bytes);
    const beside = await Promise.all(
      specs.map((spec, i) => encode(image, spec, { threads: 1 + (i % 2) })),
    );
    expect(beside.map(({ bytes }) => bytes)).toEqual(alone);
  });

  test('leaves nothing behind that keeps a process alive', async () => {
    const script = `
      import { decode, encode } from '${pathToFileURL(fileURLToPath(new URL('../../dist/index.js', import.meta.url))).href}';
      for (const spec of ['jxl:effort=3', 'sprig:quality=10', 'avif:speed=9', 'jpegls', 'webp:engine=wasm']) {
        const { bytes } = await encode(${JSON.stringify(at('photo.png'))}, spec);
        console.log(spec, (await decode(bytes)).width);
      }`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 200_000 },
    );
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(stdout).toMatch(/sprig:quality=10 61/);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
