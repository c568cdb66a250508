import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { demandInputs } from '#src/sweeps/inputs.js';

const configuration = (codec: string, input: 'samples' | 'jpeg') => ({
  ...{ codec, source: codec, input, spec: codec, settings: {}, knob: null, identity: codec },
  engine: { name: 'lib', version: '1', runtime: 'ffi' as const },
});
const image = (file: string) => ({
  name: file.replace(/\..*/, ''),
  path: `/photos/${file}`,
  sha256: hash('sha256', file),
  bytes: 1,
});
const recompressor = configuration('jxl-jpeg', 'jpeg');

describe('a codec of JPEG files', () => {
  test('takes JPEG files, whole, and files that promise nothing', () => {
    const images = ['a.jpg', 'b.JPEG', 'c'].map(image);
    expect(() =>
      demandInputs([configuration('raw', 'samples'), recompressor], images, [null]),
    ).not.toThrow();
  });

  test('stops the plan where there are others, and names one', () => {
    const images = ['a.jpg', 'b.png', 'c.webp'].map(image);
    const demand = () => demandInputs([recompressor], images, [null]);
    expect(demand).toThrow(UsageError);
    expect(demand).toThrow('jxl-jpeg takes JPEG files, and 2 of 3 images are none (b.png, …)');
  });

  test('a file whose path says nothing is known by its name', () => {
    const named = { ...image('a.png'), name: 'a.png', path: '/photos/0001' };
    expect(() => demandInputs([recompressor], [named], [null])).toThrow('1 of 1 images are none');
    const fine = { ...named, name: 'a.jpg' };
    expect(() => demandInputs([recompressor], [fine], [null])).not.toThrow();
  });

  test('stops the plan where a crop is to be measured', () => {
    const demand = () => demandInputs([recompressor], [image('a.jpg')], [null, '512x512']);
    expect(demand).toThrow(/whole files and no crop of 512x512; choose no crop$/);
  });
});

test('codecs of pictures take them all', () => {
  expect(() =>
    demandInputs([configuration('webp', 'samples')], [image('a.png')], ['512x512']),
  ).not.toThrow();
});
