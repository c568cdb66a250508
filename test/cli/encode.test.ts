import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatOf } from '#src/codecs/formats.js';
import { sameSamples } from '#src/image/compare.js';
import { loadImageFile } from '#src/image/files/load.js';
import { savePng } from '#src/image/files/save.js';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
const pareto = (...args: string[]) => runPareto(args, { cache: at('cache') });

beforeEach(async () => {
  folder = scratch();
  await savePng(at('photo.png'), picture(60, 40));
});

describe('encode', () => {
  test('writes the file and tells bytes, bits per pixel and seconds', async () => {
    const { status, stdout, stderr } = await pareto(
      ...['encode', at('photo.png'), at('new/photo.avif'), '--codec', 'avif:speed=9,quality=60'],
    );
    expect([status, stderr]).toEqual([0, '']);
    const bytes = readFileSync(at('new/photo.avif'));
    expect(formatOf(bytes)?.id).toBe('avif');
    const [first, second] = stdout.trim().split('\n');
    const bpp = ((8 * bytes.length) / 2400).toFixed(3);
    expect(first).toContain(`photo.avif: ${bytes.length} bytes, ${bpp} bpp, `);
    expect(first).toMatch(/, \d+\.\d{3} s$/);
    expect(second).toMatch(/^60x40 by avif:speed=9,quality=60, libaom\+libheif .* \(native\)$/);
  });

  test('prints JSON', async () => {
    const { stdout } = await pareto(
      ...['encode', at('photo.png'), at('photo.qoi'), '--codec', 'qoi', '--json'],
    );
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({
      ...{ picture: at('photo.png'), file: at('photo.qoi'), codec: 'qoi', spec: 'qoi' },
      ...{ bytes: readFileSync(at('photo.qoi')).length, format: 'qoi', width: 60, height: 40 },
      ...{ conversion: null, learned: null, engine: { name: 'qoi' } },
    });
    expect(told.bitsPerPixel).toBeCloseTo((8 * told.bytes) / 2400, 9);
    expect(told.seconds).toBeGreaterThan(0);
  });

  test('refuses alternatives, the source itself and the ending of another format', async () => {
    symlinkSync(at('photo.png'), at('link.png'));
    const before = readFileSync(at('photo.png'));
    const wrong: [target: string, codec: string, message: RegExp][] = [
      ['a.webp', 'webp:quality=30+60', /2 alternatives; expected one value, as in quality=30/],
      ['a.webp', 'webpp', /did you mean webp/],
      ['photo.png', 'png', /photo\.png is the file that is read; name another one to write/],
      ['link.png', 'png', /link\.png is the file that is read/],
      ['a.jpg', 'webp', /WebP files end in \.webp, and '.*a\.jpg' promises JPEG/],
    ];
    for (const [target, codec, message] of wrong) {
      const { status, stderr } = await pareto(
        ...['encode', at('photo.png'), at(target), '--codec', codec],
      );
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    expect(readFileSync(at('photo.png'))).toEqual(before);
    for (const name of ['a.webp', 'a.jpg']) expect(existsSync(at(name))).toBe(false);
  });

  test('warns of an ending that no format has', async () => {
    const { status, stderr } = await pareto(
      ...['encode', at('photo.png'), at('photo.bin'), '--codec', 'webp'],
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: WebP files end in \.webp, and '.*photo\.bin' does not\n$/);
    expect(formatOf(readFileSync(at('photo.bin')))?.id).toBe('webp');
  });
});

describe('decode', () => {
  test('gives the picture back by the bytes alone', async () => {
    await pareto('encode', at('photo.png'), at('b.qoi'), '--codec', 'qoi');
    const { status, stdout } = await pareto('decode', at('b.qoi'), at('b.ppm'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/b\.ppm: 60x40, 3 x 8 bit, .* s\nQOI by qoi, qoi .* \(wasm\)\n$/);
    expect(readFileSync(at('b.ppm'), 'latin1')).toMatch(/^P6\n60 40\n255\n/);
    expect(sameSamples(await loadImageFile(at('b.ppm')), picture(60, 40))).toBe(true);
    const told = await pareto('decode', at('b.qoi'), at('b.png'), '--json', '--codec', 'qoi');
    expect(JSON.parse(told.stdout)).toMatchObject({
      ...{ format: 'qoi', codec: 'qoi', width: 60, height: 40, channels: 3, depth: 8 },
    });
  });

  test('tells of an image that is loaded as originals are', async () => {
    const { stdout } = await pareto('decode', at('photo.png'), at('c.pam'));
    expect(stdout).toMatch(/c\.pam: .*\nPNG\n$/);
  });

  test('refuses endings, the source itself and files that it does not know', async () => {
    writeFileSync(at('text.jxl'), 'what is this?');
    const wrong: [file: string, target: string, status: number, message: RegExp][] = [
      ['photo.png', 'c.gif', 2, /a picture is written as \.png, \.ppm, .*c\.gif' ends in none/],
      ['photo.png', 'c.jpg', 2, /ends in none of them/],
      ['photo.png', 'photo.png', 2, /is the file that is read/],
      ['text.jxl', 'c.png', 1, /text\.jxl is no image that can be read/],
      ['none.jxl', 'c.png', 1, /none\.jxl cannot be read/],
    ];
    for (const [file, target, expected, message] of wrong) {
      const { status, stderr } = await pareto('decode', at(file), at(target));
      expect([status, stderr]).toEqual([expected, expect.stringMatching(message)]);
    }
    const { status, stderr } = await pareto(
      ...['decode', at('photo.png'), at('c.jpg'), '--codec', 'png'],
    );
    expect([status, stderr]).toEqual([2, expect.stringMatching(/png gives samples and no JPEG/)]);
    expect(existsSync(at('c.png'))).toBe(false);
  });

  test('a recipe needs its name', async () => {
    const example = new URL('../../examples/quantise-deflate.js', import.meta.url).pathname;
    const plugin = ['--plugin', example, '--codec', 'quantise-deflate'];
    const { status } = await pareto('encode', at('photo.png'), at('d.qdf'), ...plugin);
    expect(status).toBe(0);
    const unknown = await pareto('decode', at('d.qdf'), at('d.png'));
    expect(unknown.stderr).toMatch(/needs its codec named/);
    expect((await pareto('decode', at('d.qdf'), at('d.png'), ...plugin)).status).toBe(0);
    expect((await loadImageFile(at('d.png'))).width).toBe(60);
  });
});
