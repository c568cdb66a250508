import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { pictureLimits } from '#src/cli/pictures.js';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { psnr } from '#src/metrics/psnr.js';
import { formatBpp } from '#src/page/model/format.js';
import { type PagePictures, pagePictures } from '#src/page/model/pictures.js';
import { serveFolder } from '#src/page/write/serve.js';
import type { RdRecord } from '#src/results/record.js';
import { chartDrawn, curveOf, dataOf, useBrowser, writeSite } from '../page/site.ts';
import { describeBrowser } from '../support/browser.ts';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';

const sample = fileURLToPath(new URL('../../datasets/sample', import.meta.url));

let root: string;
let cache: string;
let results: string;
/** The same results, for pages that are written otherwise. */
let variant: string;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'pareto-images-'));
  cache = path.join(root, 'cache');
  results = path.join(root, 'results');
  variant = path.join(root, 'variant');
  const list = [
    ...['jpeg:quality=20+50+80', 'webp:quality=20+50+80', 'avif:speed=9,quality=20+50+80'],
    ...['jpeg2000:ratio=60+20+8', 'jxl:effort=3,quality=10+40+80'],
  ].join(',');
  const told = await runPareto(
    [
      ...['sweep', '--codec', list, '--dataset', 'sample', '--images', 'alpha,city,gradient16'],
      ...['--metrics', 'psnr', '--maps', '--jobs', '2', '--out', results],
    ],
    { cache },
  );
  expect(told.stderr + told.stdout).toContain('48 measured');
  cpSync(results, variant, { recursive: true });
  await writePage();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function writePage({ args = [] as readonly string[], out = results, kept = cache } = {}) {
  return runPareto(['leaderboard', '--out', out, ...args], { cache: kept });
}
const folder = () => path.join(results, 'page');
const address = () => pathToFileURL(path.join(folder(), 'index.html')).href;

function picturesIn(page: string): PagePictures {
  let json = '';
  const context = createContext({ paretoData: (_: string, text: string) => (json = text) });
  const { files } = JSON.parse(readFileSync(path.join(page, 'data/files.json'), 'utf8'));
  const file = Object.keys(files).find((name) => /pictures-1-/.test(name) && files[name] === null);
  runInContext(readFileSync(path.join(page, file!), 'utf8'), context);
  return pagePictures.parse(JSON.parse(json));
}

const once = <T>(make: (key: string) => T): ((key?: string) => T) => {
  const made = new Map<string, T>();
  return (key = '') => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
};
const data = once(() => dataOf({ folder: folder() }));
const recordsOf = once((codec): RdRecord[] =>
  rdRecordsIn(path.join(results, 'rd/sample', `${codec}.jsonl`)),
);

/** The record of a picture of the page. */
function recordOf({ row, image }: { row: number; image: number }): RdRecord {
  const { group, images } = data();
  const { codec, spec } = group.rows[row]!;
  const { sha256 } = images[image]!;
  return recordsOf(codec).find((each) => each.spec === spec && each.imageSha256 === sha256)!;
}

describe('the pictures of the page', () => {
  test('originals are the very samples of the images, also of 16 bit and with alpha', async () => {
    const { images } = picturesIn(folder());
    expect(images).toHaveLength(3);
    for (const [image, { original, thumbnail }] of images.entries()) {
      const source = await loadImageFile(path.join(sample, `${data().images[image]!.name}.png`));
      const shown = await loadImageFile(path.join(folder(), original!));
      expect(sameSamples(source, shown)).toBe(true);
      const small = await loadImageFile(path.join(folder(), thumbnail!));
      expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(360);
    }
  });

  test('bitstreams that browsers show are the bitstreams, others PNG of what the codec decodes', async () => {
    const { shown, images } = picturesIn(folder());
    expect(shown).toHaveLength(48);
    const kinds = new Set<string>();
    for (const picture of shown) {
      const record = recordOf(picture);
      const file = path.join(folder(), picture.file!);
      kinds.add(`${record.codec} ${path.extname(file)}`);
      if (record.exact === true) expect(picture.file).toBe(images[picture.image]!.original);
      else if (picture.decodedBy === null) {
        expect(hash('sha256', readFileSync(file))).toBe(record.bitstreamSha256);
      } else {
        const source = await loadImageFile(path.join(sample, `${record.image}.png`));
        const scorer = await psnr.prepare(source);
        const { value } = await scorer.score(await loadImageFile(file));
        scorer.close();
        expect(value, record.spec).toBeCloseTo(record.metrics['psnr']!, 9);
      }
      if (record.exact !== true) expect(Object.keys(picture.maps)).toEqual(['psnr']);
    }
    expect([...kinds].sort()).toEqual([
      ...['avif .avif', 'jpeg .jpg', 'jpeg2000 .png', 'jxl .png', 'raw .png', 'webp .webp'],
    ]);
  });

  test('are bounded in images and bytes, and what is left out is told', async () => {
    const page = path.join(variant, 'page');
    const none = await writePage({ args: ['--pictures', 'none'], out: variant });
    expect(none.stdout).not.toContain('pictures of');
    expect(existsSync(path.join(page, 'pictures'))).toBe(false);
    expect(picturesIn(page).images.every(({ asked }) => !asked)).toBe(true);

    const one = await writePage({ args: ['--pictures', '1'], out: variant });
    expect(one.stdout).toContain('pictures of 1 of 3 images');
    expect(one.stdout).toContain('--pictures all');
    expect(picturesIn(page).images.map(({ asked }) => asked)).toEqual([true, false, false]);

    const tight = await writePage({ args: ['--pictures-limit', '0'], out: variant });
    expect(tight.stdout).toMatch(/48 are left out: .*; --pictures-limit raises it/);
    expect(existsSync(path.join(page, 'pictures'))).toBe(false);
  });

  test('without bitstreams there are the images of data sets that are at hand', async () => {
    const told = await writePage({ out: variant, kept: path.join(root, 'other') });
    expect(told.stdout).toMatch(
      /45 are left out: the cache of this machine has no bitstream of it; --pictures with a number or all encodes it anew/,
    );
    const { images, shown } = picturesIn(path.join(variant, 'page'));
    expect(images.every(({ original }) => original !== null)).toBe(true);
    expect(shown.filter(({ file }) => file !== null)).toHaveLength(3);
  });

  test('what the cache lacks is encoded anew where pictures are asked for', async () => {
    const kept = path.join(root, 'refilled');
    const told = await writePage({ args: ['--pictures', '1'], out: variant, kept });
    expect(told.stdout).toMatch(/pictures of 1 of 3 images/);
    expect(told.stdout).not.toContain('left out');
    const { shown } = picturesIn(path.join(variant, 'page'));
    expect(shown.every(({ file }) => file !== null)).toBe(true);
  });

  test('options that mean nothing are refused', () => {
    expect(pictureLimits('all', '1')).toEqual({
      ...{ images: Number.POSITIVE_INFINITY, bytes: 1e6, encode: true },
    });
    expect(pictureLimits(undefined, '1')).toEqual({ images: 3, bytes: 1e6 });
    for (const [pictures, limit] of [
      ['-1', '1'],
      ['some', '1'],
      ['', '1'],
      ['1.5', '1'],
      ['1', '-5'],
      ['1', 'much'],
    ] as const) {
      expect(() => pictureLimits(pictures, limit)).toThrow(UsageError);
    }
  });

  test('a damaged bitstream is left out, the others stay', async () => {
    const copy = path.join(root, 'copy');
    cpSync(cache, copy, { recursive: true });
    const [{ bitstreamSha256 }] = recordsOf('jxl') as [RdRecord];
    const file = path.join(copy, 'bitstreams', bitstreamSha256!.slice(0, 2), bitstreamSha256!);
    writeFileSync(file, 'not a bitstream');
    const told = await writePage({ out: variant, kept: copy });
    expect(told.status).toBe(0);
    expect(told.stdout).toContain(
      '1 are left out: the cache of this machine has no bitstream of it',
    );
    const { shown } = picturesIn(path.join(variant, 'page'));
    expect(shown.filter((each) => each.file === null).map((each) => recordOf(each))).toEqual([
      recordsOf('jxl')[0],
    ]);
  });
});

describeBrowser('the Images view', () => {
  const open = useBrowser();
  const one = (keys = '') => `${address()}#view=images&images.image=city${keys}`;
  const loaded = async (page: Page): Promise<void> => {
    await expect
      .poll(
        () =>
          page.evaluate(`(() => {
      const images = [...document.querySelectorAll('.stage img')];
      return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
    })()`),
        { timeout: 200_000 },
      )
      .toBe(true);
  };

  /** Points at a point of the chart that is drawn, and reads what is told of it. */
  const pointAt = async (page: Page) => {
    await chartDrawn(page);
    const frame = (await page.locator('.plot .nsewdrag').first().boundingBox())!;
    for (const point of await page.locator('.plot .scatterlayer .point').all()) {
      const box = await point.boundingBox();
      if (box === null) continue;
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      if (at.x < frame.x + 5 || at.x > frame.x + frame.width - 5) continue;
      if (at.y < frame.y + 5 || at.y > frame.y + frame.height - 5) continue;
      await page.mouse.move(at.x, at.y, { steps: 4 });
      const text = page.locator('.plot .hoverlayer .hovertext').first();
      await text.waitFor();
      return { at, told: await text.textContent() };
    }
    throw new Error('no point of the chart is to be seen');
  };

  test('a point of a chart that is clicked shows its picture', async () => {
    const { page, errors } = await open(`${address()}#view=curves&images.image=city`);
    const { at, told } = await pointAt(page);
    await page.mouse.click(at.x, at.y);
    await page.locator('.view.images').waitFor();
    await loaded(page);
    const asked = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(asked.get('images.image')).toBe('city');
    const spec = asked.get('images.at')!;
    expect(told).toContain(spec);
    expect(data().group.rows.map((row) => row.spec)).toContain(spec);
    expect(await page.locator('h1').innerText()).toContain('city');
    await page.goBack();
    await page.locator('.view.curves').waitFor();
    expect(errors).toEqual([]);
  });

  test('the shipped pictures are cut by class, in the address and in the figures', async () => {
    const { page, errors } = await open(`${address()}#view=curves`);
    const classes = page.getByLabel('Class', { exact: true });
    const words = await classes.locator('option').allInnerTexts();
    expect(words).toEqual(['all', 'drawing, 2', 'photograph, 1']);
    await classes.selectOption('drawing');
    await expect.poll(() => page.locator('.lede').innerText()).toContain('2 images');
    expect(page.url()).toContain('class=drawing');
    const { told } = await pointAt(page);
    const spec = data().group.rows.find((row) => told!.includes(row.spec))!;
    const own = recordsOf(spec.codec).filter(
      (record) => record.spec === spec.spec && record.image !== 'city',
    );
    expect(own).toHaveLength(2);
    const mean = own.reduce((sum, { bpp }) => sum + bpp! / own.length, 0);
    expect(told).toContain(formatBpp(mean));
    await classes.selectOption('');
    await expect.poll(() => page.locator('.lede').innerText()).toContain('3 images');
    expect(errors).toEqual([]);
  });

  test('opens from the file system and from a server: gallery, then one image', async () => {
    const served = await serveFolder(folder());
    onTestFinished(() => served.close());
    for (const url of [address(), served.url]) {
      const { page, errors } = await open(`${url}#view=images`);
      await page.locator('.gallery img').first().waitFor();
      expect(await page.locator('.gallery .caption').allInnerTexts()).toEqual([
        ...['alpha', 'city', 'gradient16'],
      ]);
      await page.getByRole('link', { name: 'city' }).click();
      await loaded(page);
      expect(page.url()).toContain('images.image=city');
      expect(await page.locator('.stage figure').count()).toBe(4);
      await page.getByRole('link', { name: 'Next' }).click();
      await loaded(page);
      expect(await page.locator('h1').innerText()).toContain('gradient16');
      await page.goBack();
      await page.goBack();
      await page.locator('.gallery').waitFor();
      expect(errors).toEqual([]);
    }
  });

  test('has the figures of the records, at nearly equal size and quality', async () => {
    for (const by of ['', '&images.by=quality']) {
      const keys = `&images.a=jpeg2000&images.at=jpeg2000%3Aratio%3D20&images.b=webp&images.c=jpeg${by}`;
      const { page } = await open(one(keys));
      const table = page.locator('aside table');
      const specs = await page.locator('aside thead th').allInnerTexts();
      const cells = async (name: string): Promise<string[]> =>
        table
          .locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) })
          .locator('td')
          .allInnerTexts();
      const shown = specs.slice(1).map((text) => text.replace(/^[ABC] /, '').replace('\n', ':'));
      const records = shown.map((spec) => {
        const record = recordsOf(spec.split(':')[0]!).find(
          (each) => each.spec === spec && each.image === 'city',
        );
        expect(record, spec).toBeDefined();
        return record!;
      });
      expect(shown[0]).toBe('jpeg2000:ratio=20');
      expect(await cells('Bytes')).toEqual(records.map(({ bytes }) => bytes!.toLocaleString('en')));
      expect(await cells('Bits per pixel')).toEqual(records.map(({ bpp }) => bpp!.toFixed(3)));
      expect(await cells('PSNR')).toEqual(
        records.map(({ metrics }) => metrics['psnr']!.toFixed(2)),
      );
      // No other setting is nearer.
      const distance = (record: RdRecord): number =>
        by === ''
          ? Math.abs(Math.log(record.bytes! / records[0]!.bytes!))
          : Math.abs(record.metrics['psnr']! - records[0]!.metrics['psnr']!);
      for (const record of records.slice(1)) {
        const all = recordsOf(record.codec).filter(({ image }) => image === 'city');
        expect(distance(record)).toBe(Math.min(...all.map(distance)));
      }
      const percent = 100 * (records[1]!.bytes! / records[0]!.bytes! - 1);
      const off = (await cells('Bytes against A'))[1]!.replace('−', '-');
      expect(Number.parseFloat(off)).toBeCloseTo(percent, 1);
    }
  });

  test('the reference is chosen by keyboard, and stands in the address', async () => {
    const { page, errors } = await open(one('&images.a=jpeg'));
    const range = page.getByLabel('Setting of A');
    await range.focus();
    await page.keyboard.press('End');
    expect(await range.getAttribute('aria-valuetext')).toContain('quality=80');
    expect(await page.locator('.stage figcaption').nth(1).innerText()).toContain('jpeg:quality=80');
    await page.keyboard.press('Home');
    expect(await page.locator('.stage figcaption').nth(1).innerText()).toContain('jpeg:quality=20');
    expect(await page.evaluate('document.activeElement.type')).toBe('range');
    expect(decodeURIComponent(page.url())).toContain('images.at=jpeg:quality=20');
    await page.getByLabel('C', { exact: true }).selectOption('none');
    expect(await page.locator('.stage figure').count()).toBe(3);
    const address = page.url();
    const again = await open(address);
    await again.page.locator('.stage figure').first().waitFor();
    expect(await again.page.locator('.stage').innerText()).toBe(
      await page.locator('.stage').innerText(),
    );
    expect(errors).toEqual([]);
  });

  test('zoom and place are the same in all pictures, and in the address', async () => {
    const { page } = await open(one());
    await loaded(page);
    const transforms = async () => [
      ...new Set(await stylesOf(page, '.stage .port > img', 'transform')),
    ];
    const [fit, ...none] = await transforms();
    expect(none).toEqual([]);
    await page.locator('.stage').focus();
    await page.keyboard.press('1');
    expect((await transforms())[0]).toContain('scale(1)');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    const [zoomed, ...others] = await transforms();
    expect(others).toEqual([]);
    expect(zoomed).toContain('scale(4)');
    // The address follows a little later, once for each rest.
    await expect.poll(() => page.url()).toContain('images.zoom=4');
    const before = page.url();
    const box = (await page.locator('.port').nth(2).boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 70);
    await page.mouse.up();
    const [moved, ...apart] = await transforms();
    expect(apart).toEqual([]);
    const placeOf = (text: string) => /translate\(([-\d.]+)px, ([-\d.]+)px\)/.exec(text)!.slice(1);
    const [from, to] = [placeOf(zoomed!), placeOf(moved!)].map((each) => each.map(Number));
    expect(to![0]! - from![0]!).toBeCloseTo(-40, 3);
    expect(to![1]! - from![1]!).toBeCloseTo(-30, 3);
    await expect.poll(() => page.url()).not.toBe(before);
    const { page: again } = await open(page.url());
    await loaded(again);
    const [kept] = await stylesOf(again, '.stage .port > img', 'transform');
    const [x, y] = placeOf(kept!).map(Number);
    // The address has whole pixels.
    expect(Math.abs(x! - to![0]!)).toBeLessThanOrEqual(2);
    expect(Math.abs(y! - to![1]!)).toBeLessThanOrEqual(2);
    await page.getByRole('button', { name: 'Fit the picture' }).click();
    expect(await transforms()).toEqual([fit]);
    // What pans stays in the picture.
    await page.locator('.stage').focus();
    await page.keyboard.press('ArrowRight');
    expect(await transforms()).toEqual([fit]);
  });

  test('the slider goes by keyboard and by dragging', async () => {
    const { page } = await open(one('&images.mode=slider&images.right=c'));
    await loaded(page);
    const clip = () => stylesOf(page, '.half', 'clipPath');
    expect(await clip()).toEqual(['inset(0px 50% 0px 0px)', 'inset(0px 0px 0px 50%)']);
    await page.getByLabel('Share of the left picture').focus();
    await page.keyboard.press('ArrowRight');
    expect(await clip()).toEqual(['inset(0px 49% 0px 0px)', 'inset(0px 0px 0px 51%)']);
    expect(page.url()).toContain('images.split=51');
    const box = (await page.locator('.port').boundingBox())!;
    await page.mouse.move(box.x + 0.51 * box.width, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.2 * box.width, box.y + 40, { steps: 3 });
    await page.mouse.up();
    expect(page.url()).toContain('images.split=20');
    expect((await clip())[1]).toBe('inset(0px 0px 0px 20%)');
  });

  test('flickers by space and by its button, and by itself only where motion is wanted', async () => {
    const { page } = await open(one('&images.mode=flicker&images.left=b&images.right=a'));
    await loaded(page);
    const shown = () => page.locator('.tag').innerText();
    const visible = async () => [
      await page.locator('.half').first().isVisible(),
      await page.locator('.half').last().isVisible(),
    ];
    const first = await shown();
    expect(await visible()).toEqual([true, false]);
    await page.keyboard.press('Space');
    expect(await visible()).toEqual([false, true]);
    expect(await shown()).not.toBe(first);
    await page.getByRole('button', { name: 'Show the other one' }).focus();
    await page.keyboard.press('Space');
    expect(await shown()).toBe(first);
    const turn = page.getByLabel('By itself');
    await turn.check();
    await expect.poll(shown).not.toBe(first);
    await turn.uncheck();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(() => turn.isDisabled()).toBe(true);

    const calm = await open(page.url(), { reducedMotion: 'reduce' });
    expect(await calm.page.getByLabel('By itself').isDisabled()).toBe(true);
  });

  test('differences are those of the samples, from a server and from the file system', async () => {
    const served = await serveFolder(folder());
    onTestFinished(() => served.close());
    const keys =
      '#view=images&images.mode=errors&images.zoom=1&images.a=jpeg2000&images.b=none&images.c=none';
    for (const image of ['city', 'alpha']) {
      const { page } = await open(`${served.url}${keys}&images.image=${image}`);
      await drawn(page);
      const spec = await page.locator('figcaption .title').last().innerText();
      const [width, height, ...pixels] = (await page.evaluate(`(() => {
        const canvas = document.querySelector('canvas');
        const { width, height } = canvas;
        return [width, height, ...canvas.getContext('2d').getImageData(0, 0, width, height).data];
      })()`)) as number[];
      const original = await loadImageFile(path.join(sample, `${image}.png`));
      const { shown } = picturesIn(folder());
      const picture = shown.find((each) => {
        const record = recordOf(each);
        return record.image === image && `A ${record.spec}` === spec;
      })!;
      const decoded = await loadImageFile(path.join(folder(), picture.file!));
      expect([width, height]).toEqual([original.width, original.height]);
      const [a, b] = [original, decoded].map(
        (each) => convert(each, { channels: 3, depth: 8 }).data,
      );
      let wrong = 0;
      for (let i = 0, at = 0; i < a!.length; i += 3, at += 4) {
        for (let c = 0; c < 3; c++) {
          const wanted = Math.min(255, 8 * Math.abs(a![i + c]! - b![i + c]!));
          // Alpha is laid over grey by the browser in its own rounding.
          if (Math.abs(pixels[at + c]! - wanted) > (image === 'alpha' ? 16 : 0)) wrong += 1;
        }
      }
      expect(wrong, image).toBe(0);

      const { page: local, errors } = await open(`${address()}${keys}&images.image=${image}`);
      await drawn(local);
      const [here, there] = await Promise.all(
        [page, local].map(async (each) =>
          decodeImage(await each.locator('.port').last().screenshot(), { name: 'port' }),
        ),
      );
      expect(sameSamples(here!, there!)).toBe(true);
      expect(new Set(here!.data).size).toBeGreaterThan(20);
      expect(errors).toEqual([]);
    }
  });

  test('error maps of a metric stand beside the original, with what they mean', async () => {
    const { page } = await open(one('&images.mode=errors&images.map=psnr&images.gain=4'));
    await drawn(page);
    expect(await page.locator('canvas').count()).toBe(3);
    const notes = await page.locator('.hint').innerText();
    expect(notes).toContain('share of the peak');
    expect(notes).toContain('white 0.0625 or more');
  });

  test('fits a phone, and two fingers zoom', async () => {
    const { page, errors } = await open(one(), {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    });
    await loaded(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const port = page.locator('.port').first();
    await port.scrollIntoViewIfNeeded();
    const box = (await port.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const at = (apart: number) =>
      [-apart, apart].map((dx, id) => ({
        ...{ x: box.x + box.width / 2 + dx, y: box.y + box.height / 2, id },
      }));
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : at(apart),
      });
    await send('touchStart', 20);
    for (const apart of [30, 45, 60]) await send('touchMove', apart);
    await send('touchEnd', 60);
    await expect.poll(() => page.url()).toContain('images.zoom');
    const scale = Number(/images\.zoom=([\d.]+)/.exec(page.url())![1]);
    expect(scale / (box.width / 384)).toBeCloseTo(3, 0);
    expect(errors).toEqual([]);
  });

  test('what is not there is told with the command that makes it', async () => {
    const url = pathToFileURL(path.join(variant, 'page/index.html')).href;
    await writePage({ args: ['--pictures', '1'], out: variant });
    const { page, errors } = await open(`${url}#view=images&images.image=city&images.a=jpeg`);
    await page.locator('.gone').first().waitFor();
    expect(await page.locator('.gone').first().innerText()).toContain(
      'without pictures of this image',
    );
    expect(await page.locator('.hint pre').innerText()).toBe(
      'npx pareto leaderboard --out path/to/variant --pictures all',
    );
    expect(await page.locator('aside tbody tr').count()).toBeGreaterThan(3);

    await writePage({ out: variant, kept: path.join(root, 'other') });
    const keys = '&images.a=jpeg&images.at=jpeg%3Aquality%3D50&images.b=none&images.c=none';
    const empty = await open(`${url}#view=images&images.image=city${keys}`);
    await empty.page.locator('.gone').first().waitFor();
    expect(await empty.page.locator('.hint pre').innerText()).toBe(
      [
        'npx pareto sweep --codec jpeg:quality=50 --dataset sample --images city --metrics psnr --out path/to/variant --maps --rescore',
        'npx pareto leaderboard --out path/to/variant --pictures all',
      ].join('\n'),
    );
    expect([...errors, ...empty.errors]).toEqual([]);
  });

  test('a picture that has gone is told', async () => {
    const copy = path.join(root, 'page');
    cpSync(folder(), copy, { recursive: true });
    rmSync(path.join(copy, 'pictures'), { recursive: true });
    const url = pathToFileURL(path.join(copy, 'index.html')).href;
    const { page } = await open(`${url}#view=images&images.image=city`);
    await page.locator('.gone').nth(3).waitFor();
    expect(await page.locator('.gone').first().innerText()).toContain('could not be loaded');
    await page.getByLabel('Error map').check();
    await page.locator('.gone').nth(3).waitFor();
  });

  test('text is text, whatever it is', async () => {
    const markup = '<img src=x onerror="globalThis.hit=1">';
    const evil = curveOf(markup, { settings: '<i>s</i>' }).map((record) => ({
      ...record,
      dataset: `${markup}&amp;`,
      image: `<svg onload=globalThis.hit=2>${record.image}`,
    }));
    const { url } = writeSite(evil);
    const { page, errors } = await open(`${url}#view=images`);
    await page.locator('.gallery a').first().click();
    for (const mode of ['Slider', 'Flicker', 'Error map', 'Side by side']) {
      await page.getByLabel(mode, { exact: true }).check();
      await page.locator('.port').first().waitFor();
    }
    expect(await page.locator('h1').innerText()).toContain('<svg onload');
    expect(await page.locator('.stage').innerText()).toContain(markup);
    expect(await page.locator('img, main i, svg[onload]').count()).toBe(0);
    expect(await page.evaluate('globalThis.hit')).toBeUndefined();
    expect(errors).toEqual([]);
  });
});

/** A style of every element, as it was set. */
async function stylesOf(page: Page, selector: string, name: string): Promise<string[]> {
  const list = `[...document.querySelectorAll(${JSON.stringify(selector)})]`;
  return page.evaluate(`${list}.map((element) => element.style.${name})`);
}

/** The differences are drawn. */
async function drawn(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(`(() => {
    const all = [...document.querySelectorAll('canvas')];
    return all.length > 0 && all.every((canvas) => canvas.dataset.drawn !== undefined);
  })()`),
      { timeout: 200_000 },
    )
    .toBe(true);
}
