import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { scratch } from '../../../support/scratch.ts';
import { distance, samplesOf } from './planes.ts';
import { cjpeg, djpeg, scene, testWithDjpeg } from './programs.ts';

const pipeline = await openJpegPipeline();

const layouts: Readonly<Record<string, readonly string[]>> = {
  '4:4:4': ['-sample', '1x1'],
  '4:2:2': ['-sample', '2x1'],
  '4:4:0': ['-sample', '1x2'],
  '4:2:0': ['-sample', '2x2'],
  '4:1:1': ['-sample', '4x1'],
  grey: ['-grayscale'],
};

describe('luma', () => {
  testWithDjpeg.for(Object.entries(layouts))('%s is that of djpeg', ([name, args]) => {
    for (const [width, height] of [
      [333, 157],
      [17, 1],
      [1, 33],
    ] as const) {
      for (const quality of [10, 95]) {
        for (const more of [[], ['-optimize', '-restart', '3B']]) {
          const file = cjpeg(scene(width, height), '-quality', `${quality}`, ...args, ...more);
          expect(pipeline.readHead(file).sampling).toBe(name);
          const decoded = pipeline.decode(file);
          expect(decoded).toMatchObject({ width, height, damage: null });
          const luma = samplesOf(pipeline, decoded.planes[0]!);
          expect(luma).toEqual(djpeg(file, '-grayscale').data);
        }
      }
    }
  });

  testWithDjpeg('at 1/2, 1/4 and 1/8 is near that of djpeg, which averages more', () => {
    const file = cjpeg(scene(333, 157, 10), '-quality', '90');
    for (const [scale, most, mean] of [
      [2, 8, 0.8],
      [4, 6, 1],
      [8, 0, 0],
    ] as const) {
      const decoded = pipeline.decode(file, { scale });
      const expected = djpeg(file, '-grayscale', '-scale', `1/${scale}`);
      expect([decoded.width, decoded.height]).toEqual([expected.width, expected.height]);
      const apart = distance(samplesOf(pipeline, decoded.planes[0]!), expected.data);
      expect(apart.most).toBeLessThanOrEqual(most);
      expect(apart.mean).toBeLessThanOrEqual(mean);
    }
  });

  testWithDjpeg('takes any quantisation and Huffman tables, 16 bits too', () => {
    const file = cjpeg(scene(90, 70), '-quality', '2', '-optimize');
    const decoded = pipeline.decode(file);
    expect(samplesOf(pipeline, decoded.planes[0]!)).toEqual(djpeg(file, '-grayscale').data);
  });

  testWithDjpeg(
    'is that of djpeg in progressive files, with restarts, and of several scans',
    () => {
      const folder = scratch();
      const scripts = ['0;\n1;\n2;\n', '0;\n1 2;\n', '0 1 2: 0-0, 0, 1;\n0: 1-63, 0, 0;\n'].map(
        (text, i) => {
          const file = path.join(folder, `${i}.txt`);
          writeFileSync(file, text);
          return ['-scans', file];
        },
      );
      const ways = [['-progressive'], ['-progressive', '-restart', '5B'], ...scripts];
      for (const layout of ['1x1', '2x1', '1x2', '2x2', '4x1', '4x2', '2x2,1x2,1x2']) {
        for (const way of ways) {
          const file = cjpeg(scene(101, 67), '-quality', '80', '-sample', layout, ...way);
          for (const scale of [1, 8] as const) {
            const decoded = pipeline.decode(file, { scale });
            const luma = samplesOf(pipeline, decoded.planes[0]!);
            expect(luma).toEqual(djpeg(file, '-grayscale', '-scale', `1/${scale}`).data);
          }
        }
      }
    },
  );

  testWithDjpeg('of a progressive file at any scale is that of the sequential file', () => {
    const sequential = cjpeg(scene(101, 67), '-quality', '80', '-sample', '2x2');
    const progressive = cjpeg(scene(101, 67), '-quality', '80', '-sample', '2x2', '-progressive');
    for (const scale of [1, 2, 4, 8] as const) {
      const [one, other] = [sequential, progressive].map((file) => {
        const { planes } = pipeline.decode(file, { scale });
        return planes.map((plane) => samplesOf(pipeline, plane));
      });
      expect(one).toEqual(other);
    }
  });
});

test('a scan that is cut anywhere is an error, or grey from there on where that is asked for', () => {
  const planes = pipeline.decode(baseline());
  expect(planes.damage).toBeNull();
  const whole = samplesOf(pipeline, planes.planes[0]!);
  const { scanAt } = pipeline.readHead(baseline());
  for (let length = scanAt; length < baseline().length; length += 7) {
    const cut = baseline().subarray(0, length);
    expect(() => pipeline.decode(cut)).toThrow(/JPEG is broken/);
    if (length < scanAt + 20) continue;
    const lenient = pipeline.decode(cut, { lenient: true });
    expect(lenient.damage).toMatch(/./);
    const luma = samplesOf(pipeline, lenient.planes[0]!);
    expect(luma.every((sample, i) => sample === whole[i] || sample === 128)).toBe(true);
  }
});

test('bits of the units sum to the scan', () => {
  const { bits, head } = pipeline.decode(baseline(), { wantsBits: true });
  expect(bits).toMatchObject({ columns: 3, rows: 2, unitWidth: 16, unitHeight: 16 });
  const sum = bits!.bits.reduce((all, each) => all + each, 0);
  const stuffed = baseline().length - 2 - (head.scanAt + 14);
  expect(sum / 8).toBeGreaterThan(stuffed - 20);
  expect(sum / 8).toBeLessThanOrEqual(stuffed);
});

test('a picture of more pixels than allowed is refused before it takes memory', () => {
  const before = pipeline.memoryBytes();
  expect(() => pipeline.decode(baseline(), { maxPixels: 100 })).toThrow(/more than 100 pixels/);
  expect(pipeline.memoryBytes()).toBe(before);
});

/** 40x30 of 4:2:0, made by the encoder. */
function baseline(): Uint8Array {
  made ??= makeBaseline();
  return made;
}

let made: Uint8Array | null = null;

function makeBaseline(): Uint8Array {
  const seed = pipeline.decode(seedFile);
  return pipeline.encode(pipeline.resample(seed, { width: 40, height: 30 }), { quality: 90 });
}

/** 64x48 of 4:2:0. */
const seedFile = await (async () => {
  const { sharp } = await import('#src/image/files/sharp.js');
  const { data } = scene(64, 48);
  return new Uint8Array(
    await sharp(data, { raw: { width: 64, height: 48, channels: 3 } })
      .jpeg({ quality: 90, chromaSubsampling: '4:2:0' })
      .toBuffer(),
  );
})();
