import { hash } from 'node:crypto';
import { copyFile, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { listDatasets, projectDatasets } from '#src/datasets/catalogue.js';
import { openDataset } from '#src/datasets/dataset.js';
import { readManifest } from '#src/datasets/manifest.js';
import { temporaryFolder } from '../support/folders.js';
import { describeShared, shared } from '../support/shared.js';

beforeEach(async () => {
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
  vi.stubEnv('PARETO_DATA', '');
  return () => {
    vi.unstubAllEnvs();
  };
});

test('the committed data set opens with nothing but the project', async () => {
  const { id, images } = await openDataset('sample');
  expect(id).toBe('sample');
  expect(images.length).toBe(9);
  for (const image of images) {
    const bytes = await readFile(image.path);
    expect([image.bytes, image.sha256]).toEqual([bytes.length, hash('sha256', bytes)]);
  }
});

test('the catalogue says what is at hand', async () => {
  const datasets = await listDatasets();
  expect(datasets.map(({ id }) => id)).toEqual([
    ...['gb82-photo', 'gb82-screen', 'kodak', 'large-photo', 'sample', 'tiny'],
  ]);
  const byId = Object.fromEntries(datasets.map((each) => [each.id, each]));
  expect(byId['sample']).toMatchObject({
    missing: 0,
    folders: [path.join(projectDatasets, 'sample')],
  });
  expect(byId['kodak']).toMatchObject({ images: 24, missing: 24, folders: [] });
});

test('the large photographs are of 2 to 12 megapixels, each with its licence and where it is from', async () => {
  const { files } = await readManifest(path.join(projectDatasets, 'large-photo.json'));
  expect(files).toHaveLength(8);
  for (const { width, height, bytes, licence, origin } of files) {
    expect(width * height).toBeGreaterThan(1.99e6);
    expect(width * height).toBeLessThan(12e6);
    // Binary PPM: a header of three lines, then the samples.
    expect(bytes).toBe(`P6\n${width} ${height}\n255\n`.length + 3 * width * height);
    expect(licence).toMatch(/^(CC|GPL-2)/);
    expect(origin).toMatch(/\(SHA-256 [0-9a-f]{64}\), shrunk by 2/);
  }
});

test('an unknown name lists the choices', async () => {
  await expect(openDataset('kodka')).rejects.toThrow(UsageError);
  await expect(openDataset('kodka')).rejects.toThrow(
    "unknown data set 'kodka'; did you mean kodak? known: gb82-photo, gb82-screen, kodak, large-photo, sample",
  );
  await expect(openDataset('constructor')).rejects.toThrow(UsageError);
  await expect(openDataset('no/such/folder')).rejects.toThrow(
    "no folder of images and no image file at 'no/such/folder'",
  );
});

describe('a folder', () => {
  test('is a data set named after it, whatever its files hold', async () => {
    const parent = await temporaryFolder({
      'My Pictures (2)/a.png': '',
      'My Pictures (2)/b.jpg': 'no image',
    });
    const { id, title, images } = await openDataset(path.join(parent, 'My Pictures (2)'));
    expect([id, title]).toEqual(['my-pictures-2', 'My Pictures (2)']);
    expect(images.map(({ name, bytes, sha256 }) => [name, bytes, sha256])).toEqual([
      ['a', 0, hash('sha256', '')],
      ['b', 8, hash('sha256', 'no image')],
    ]);
  });

  test('keeps a file that cannot be read', async () => {
    const folder = await temporaryFolder({ 'b.png': 'y' });
    await symlink(path.join(folder, 'nowhere'), path.join(folder, 'a.png'));
    const { images } = await openDataset(folder);
    expect(images[0]).toMatchObject({ bytes: 0, sha256: hash('sha256', '') });
    expect(images.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('has classes by its subfolders, one that is a data set has those of the data set', async () => {
    const folder = await temporaryFolder({ 'screens/a.png': '1', 'b.png': '2' });
    const { images } = await openDataset(folder);
    expect(images.map(({ name, content }) => [name, content])).toEqual([
      ['b', undefined],
      ['screens/a', 'screen'],
    ]);
  });

  test('is looked at no further than selected', async () => {
    const folder = await temporaryFolder({ 'a1.png': '1', 'a2.png': '2', 'b1.png': '3' });
    const open = async (options: Parameters<typeof openDataset>[1]) =>
      (await openDataset(folder, options)).images.map(({ name }) => name);
    expect(await open({ images: ['a*'], limit: 1 })).toEqual(['a1']);
    await expect(open({ images: ['c*'] })).rejects.toThrow(UsageError);
  });

  test('with the id of a data set is that data set only if its files are', async () => {
    const parent = await temporaryFolder({ 'sample/x.png': 'x', 'Kodak/kodim01.png': 'x' });
    expect((await openDataset(path.join(parent, 'sample'))).id).toBe('sample-folder');
    expect((await openDataset(path.join(parent, 'Kodak'))).id).toBe('kodak-folder');
    const copy = path.join(await temporaryFolder({ 'tiny/empty.txt': '' }), 'tiny');
    const { images } = await openDataset('tiny');
    for (const image of images) await copyFile(image.path, path.join(copy, `${image.name}.png`));
    const opened = await openDataset(copy);
    expect(opened.id).toBe('tiny');
    expect(opened.images.map(({ sha256 }) => sha256)).toEqual(images.map(({ sha256 }) => sha256));
  });
});

test('one image by its path', async () => {
  const file = path.join(projectDatasets, 'tiny', '1x1.png');
  const { images } = await openDataset(file);
  expect(images.map(({ name }) => name)).toEqual(['1x1']);
});

describeShared('data sets beside the project', () => {
  test.each([
    ['kodak', 24],
    ['gb82-photo', 25],
    ['gb82-screen', 10],
  ])('%s is found through PARETO_DATA and every file is its own', async (id, count) => {
    vi.stubEnv('PARETO_DATA', shared('datasets'));
    expect((await openDataset(id)).images).toHaveLength(count);
    const all = await listDatasets();
    expect(all.find((each) => each.id === id)?.missing).toBe(0);
  });

  test('a file that was tampered with is passed over for the right one, and named where there is none', async () => {
    const folder = await temporaryFolder({ 'kodak/kodim02.png': 'not kodim02' });
    vi.stubEnv('PARETO_DATA', [folder, shared('datasets')].join(path.delimiter));
    const right = await openDataset('kodak', { images: ['kodim02'] });
    expect(right.images[0]?.path).toBe(shared('datasets', 'kodak', 'kodim02.png'));
    const failure = openDataset('kodak', { images: ['kodim0[12]', 'kodim02'] });
    await expect(failure).rejects.toThrow(UsageError);
    vi.stubEnv('PARETO_DATA', folder);
    await expect(openDataset('kodak', { images: ['kodim02'] })).rejects.toThrow(WorkError);
  });
});
