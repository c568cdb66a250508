import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { decodeImage } from '#src/image/files/load.js';
import { describeShared, shared } from '../support/shared.js';

const maxPixels = 2 ** 24;

function filesOf(folder: string): string[] {
  return readdirSync(shared('fuzz', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

describeShared('every broken or odd file gives an image or a WorkError', () => {
  test.each([
    // Folder, every how many of its files, and how many of these are images at the least.
    ['pngsuite', 1, 162],
    ['image-rs', 1, 37],
    ['libwebp', 1, 128],
    // Fifteen more are of high dynamic range.
    ['libavif', 1, 49],
    ['mozjpeg', 1, 3],
    ['zune-jpeg', 10, 0],
    ['zune-png', 10, 0],
  ])('%s', async (folder, step, least) => {
    const files = filesOf(folder).filter((_, i) => i % step === 0);
    expect(files.length).toBeGreaterThan(4);
    let images = 0;
    for (const file of files) {
      const outcome = await decodeImage(readFileSync(file), { maxPixels, name: file }).catch(
        (error) => error,
      );
      if (outcome instanceof Error) {
        expect(outcome, file).toBeInstanceOf(WorkError);
        expect(outcome.message).not.toContain('\n');
      } else {
        expect(outcome.width * outcome.height).toBeLessThanOrEqual(maxPixels);
        images++;
      }
    }
    expect(images).toBeGreaterThanOrEqual(least);
  });
});
