import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { psnr } from '#src/metrics/psnr.js';
import { createScoring, type MetricResult } from '#src/metrics/scoring.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { score, scoreEach } from '#src/score/score.js';
import { picture } from '../support/photos.ts';
import { scoreOf } from '../support/score.ts';
import { scratch } from '../support/scratch.ts';

const [original, decoded] = [picture(90, 70), picture(90, 70, 2)];
let files: { a: string; b: string };
let expected: { psnr: number; ssim: number };

beforeEach(async () => {
  const folder = scratch();
  files = { a: path.join(folder, 'a.png'), b: path.join(folder, 'b.png') };
  await savePng(files.a, original);
  await savePng(files.b, decoded);
  expected = {
    psnr: await scoreOf(psnr, original, decoded),
    ssim: await scoreOf(ssim, original, decoded),
  };
});

describe('score', () => {
  test('without a list of metrics says what it takes', async () => {
    const none = undefined as unknown as string[];
    await expect(score(original, decoded, none)).rejects.toThrow(
      "expected an array of metrics such as ['psnr'], got undefined",
    );
  });

  test('takes paths, URLs, the bytes of files, and rasters', async () => {
    const ways = [
      [files.a, files.b],
      [pathToFileURL(files.a), readFileSync(files.b)],
      [original, new Uint8Array(readFileSync(files.b))],
      [files.a, decoded],
    ] as const;
    for (const [a, b] of ways) expect(await score(a, b, ['psnr', 'ssim'])).toEqual(expected);
  });

  test('takes metrics by id and as they are', async () => {
    const own = { ...psnr, id: 'own' };
    const values = await score(original, decoded, ['ssim', own]);
    expect(values).toEqual({ ssim: expected.ssim, own: expected.psnr });
  });

  test('is infinite for PSNR of equal pictures', async () => {
    expect(await score(files.a, original, ['psnr', 'ssim'])).toEqual({
      psnr: Number.POSITIVE_INFINITY,
      ssim: 1,
    });
  });

  test('says what is wrong', async () => {
    await expect(score(files.a, files.b, ['psnrr'])).rejects.toThrow(/did you mean psnr/);
    await expect(score(files.a, 'nowhere.png', ['psnr'])).rejects.toThrow('nowhere.png cannot be');
    await expect(score(original, picture(70, 90), ['psnr'])).rejects.toThrow(
      'only pictures of one size can be compared: the original is 90x70, the decoded picture is 70x90',
    );
    await expect(score(new URL('http://localhost/a.png'), decoded, ['psnr'])).rejects.toThrow(
      'file:',
    );
    const broken = { ...original, data: original.data.subarray(1) };
    await expect(score(original, broken, ['psnr'])).rejects.toThrow('samples');
    writeFileSync(`${files.a}.txt`, 'no picture');
    await expect(score(original, readFileSync(`${files.a}.txt`), ['psnr'])).rejects.toThrow(
      'the decoded picture is no image',
    );
    await expect(score(files.a, files.b, ['psnr'], { maxPixels: 100 })).rejects.toThrow('100');
  });

  test('throws what a metric without a value says', async () => {
    await expect(score(original, decoded, ['psnr', 'ms-ssim'])).rejects.toThrow(
      'ms-ssim needs 161x161 pixels or more, got 90x70',
    );
  });

  test('ends when its signal aborts', async () => {
    const controller = new AbortController();
    controller.abort();
    const running = score(files.a, files.b, ['psnr'], { signal: controller.signal });
    await expect(running).rejects.toThrow(controller.signal.reason);
  });

  test('keeps the preparation in a scoring that it is given', async () => {
    let prepared = 0;
    const counted = {
      ...psnr,
      prepare: (reference: typeof original) => {
        prepared += 1;
        return psnr.prepare(reference);
      },
    };
    const scoring = createScoring();
    const values = [2, 3].map((seed) =>
      score(original, picture(90, 70, seed), [counted], { scoring }),
    );
    expect((await Promise.all(values))[0]).toEqual({ psnr: expected.psnr });
    expect(prepared).toBe(1);
    scoring.close();
  });
});

test('scoreEach gives worst tiles, maps and errors, one metric after the other', async () => {
  const found: MetricResult[] = [];
  for await (const result of scoreEach(files.a, files.b, ['psnr', 'ms-ssim'], { maps: true })) {
    found.push(result);
  }
  expect(found[0]).toMatchObject({ score: { value: expected.psnr, worstTile: { x: 0, y: 0 } } });
  expect(found[0]!.score!.map!.data).toHaveLength(90 * 70);
  expect(String(found[1]!.error)).toContain('161x161');
});
