// Makes the data sets `sample`, pictures to begin with, and `tiny`, which tests use: their PNG files and
// manifests. It needs the data set gb82-photo, which four photographs and a grey one are cut from.
//
//   npm run build && node scripts/make-sample.js
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestFile } from '#src/base/digest.js';
import { projectDatasets } from '#src/datasets/catalogue.js';
import { openDataset } from '#src/datasets/dataset.js';
import { crop } from '#src/image/crop.js';
import { loadImageFile } from '#src/image/files/load.js';
import { savePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { samplePictures, tinyPictures } from './sample-pictures.js';

/** @typedef {import('#src/image/raster.js').Raster} Raster */

/** What is cut from which photograph of gb82-photo. */
const cuts = [
  { name: 'dog', from: 'dog-lossless', left: 110, top: 80, width: 384, height: 256 },
  { name: 'city', from: 'city-lossless', left: 96, top: 200, width: 384, height: 256 },
  { name: 'beach', from: 'reflect-lossless', left: 192, top: 60, width: 384, height: 256 },
  { name: 'flowers', from: 'flowers-lossless', left: 110, top: 60, width: 384, height: 256 },
  { name: 'grey', from: 'waves-lossless', left: 120, top: 60, width: 256, height: 256 },
];

const photographs = await openDataset('gb82-photo', { images: cuts.map(({ from }) => from) });
for (const id of ['sample', 'tiny']) {
  await rm(path.join(projectDatasets, id), { recursive: true, force: true });
}

const files = [];
for (const { name, from, ...area } of cuts) {
  const source = photographs.images.find((image) => image.name === from);
  if (!source) throw new Error(`gb82-photo has no ${from}`);
  const cut = crop(await loadImageFile(source.path), area);
  const picture = name === 'grey' ? lumaOf(cut) : cut;
  const where = `${area.width}x${area.height}+${area.left}+${area.top}`;
  const grey = name === 'grey' ? ', its BT.601 luma' : '';
  const origin = `gb82-photo ${from}, crop ${where}${grey}`;
  files.push(await store('sample', name, picture, { content: 'photograph', origin }));
}
for (const [name, { shows, content, draw }] of Object.entries(samplePictures)) {
  files.push(await store('sample', name, draw(), { content, origin: `generated: ${shows}` }));
}
await writeManifest({
  id: 'sample',
  title: 'Sample pictures',
  description:
    'Four photographs, a grey one, generated screen content, gradients and alpha: small enough to be part of the project',
  attribution: 'Photographs cut from the GB82 image set by Gianni Rosato; the rest generated',
  files,
});

const tiny = [];
for (const [name, { shows, draw }] of Object.entries(tinyPictures)) {
  tiny.push(await store('tiny', name, draw(), { origin: `generated: ${shows}` }));
}
await writeManifest({
  id: 'tiny',
  title: 'Tiny pictures',
  description: 'One pixel, and one column of 17: for tests, no means are worth taking over them',
  attribution: 'Generated',
  files: tiny,
});

/** @param {{ id: string, title: string, description: string, attribution: string, files: readonly { bytes: number }[] }} facts */
async function writeManifest({ id, title, description, ...rest }) {
  const licence = 'CC0-1.0';
  const source = 'https://github.com/gianni-rosato/gb82-image-set';
  const manifest = { schema: 1, id, title, description, licence, source, ...rest };
  const target = path.join(projectDatasets, `${id}.json`);
  await writeFile(target, `${JSON.stringify(manifest, null, 2)}\n`);
  const bytes = rest.files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${target}: ${rest.files.length} files, ${bytes} bytes`);
}

/**
 * @param {string} id of the data set
 * @param {string} name
 * @param {Raster} picture
 * @param {{ content?: string, origin: string }} facts
 */
async function store(id, name, picture, facts) {
  const file = `${name}.png`;
  const stored = path.join(projectDatasets, id, file);
  await savePng(stored, picture);
  const { width, height } = picture;
  return { name, file, ...(await digestFile(stored)), width, height, ...facts };
}

/**
 * @param {Raster} image
 * @returns {Raster}
 */
function lumaOf({ width, height, data }) {
  const luma = new Uint8Array(width * height).map((_, i) => {
    const [r = 0, g = 0, b = 0] = data.subarray(3 * i, 3 * i + 3);
    return Math.round((299 * r + 587 * g + 114 * b) / 1000);
  });
  return createRaster({ width, height, channels: 1, depth: 8, data: luma });
}
