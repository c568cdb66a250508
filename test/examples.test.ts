import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));

/** What a run of each example prints, with the small picture that it takes by itself. */
const printed: Readonly<Record<string, RegExp>> = {
  'compare-curves.js': /^pchip: -\d+\.\d\d % over \d+ % of the range\n.*\d of 4 points/s,
  'encode-to-a-score.js': /^jpeg:quality=\d+: \d+ bytes.*avif:speed=9,quality=\d+: \d+ bytes/s,
  'entropy-coding.js': /^ideal \d+ bytes\nrans +\d+ bytes, 0\.0\d+ % above, same\n/s,
  'publish-results.js':
    /^jpeg, raw, webp: page\/index\.html\n22 rows\n22 of 22 settings unchanged, 0 regressions\n$/,
  'score-two-pictures.js': /^PSNR: \d+\.\d+, worst at .*\nSSIMULACRA 2: \d+/s,
  'sweep-a-folder.js': /^33 jobs on 1 pictures\n33 measured, 0 failed.*\nwebp: -\d/s,
};

test.each(Object.entries(printed))('%s runs and says what it found', async (name, expected) => {
  const { stdout } = await promisify(execFile)(process.execPath, [`${folder}${name}`]);
  expect(stdout).toMatch(expected);
  expect(stdout).not.toMatch(/BROKEN|undefined|NaN/);
});

test('every example that is a program is run', () => {
  const plugins = ['mean-error.js', 'quantise-deflate.js'];
  const programs = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(programs.filter((name) => !plugins.includes(name))).toEqual(Object.keys(printed));
});
