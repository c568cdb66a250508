// Makes the data set `sample`: datasets/sample/*.png and datasets/sample.json. It needs the data set
// gb82-photo, which four photographs and a grey one are cut from.
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
import { samplePictures } from './sample-pictures.js';

/** @typedef {import('#src/image/raster.js').Raster} Raster */

/** What is cut from which photograph of gb82-photo. */
const cuts = [
  { name: 'dog', from: 'dog-lossless', left: 110, top: 80, width: 384, height: 256 },
  { name: 'city', from: 'city-lossless', left: 96, top: 200, width: 384, height: 256 },
  { name: 'beach', from: 'reflect-lossless', left: 192, top: 60, width: 384, height: 256 },
  { name: 'flowers', from: 'flowers-lossless', left: 110, top: 60, width: 384, height: 256 },
  { name: 'grey', from: 'waves-lossless', left: 120, top: 60, width: 256, height: 256 },
];

const folder = path.join(projectDatasets, 'sample');
const photographs = await openDataset('gb82-photo', { images: cuts.map(({ from }) => from) });
await rm(folder, { recursive: true, force: true });

const files = [];
for (const { name, from, ...area } of cuts) {
  const source = photographs.images.find((image) => image.name === from);
  if (!source) throw new Error(`gb82-photo has no ${from}`);
  const cut = crop(await loadImageFile(source.path), area);
  const picture = name === 'grey' ? lumaOf(cut) : cut;
  const where = `${area.width}x${area.height}+${area.left}+${area.top}`;
  const grey = name === 'grey' ? ', its BT.601 luma' : '';
  files.push(await store(name, picture, `gb82-photo ${from}, crop ${where}${grey}`));
}
for (const [name, { shows, draw }] of Object.entries(samplePictures)) {
  files.push(await store(name, draw(), `generated: ${shows}`));
}
const manifest = {
  schema: 1,
  id: 'sample',
  title: 'Sample pictures',
  description:
    'Four photographs, a grey one, generated screen content, gradients, alpha and tiny pictures: small enough to be part of the project',
  licence: 'CC0-1.0',
  source: 'https://github.com/gianni-rosato/gb82-image-set',
  attribution: 'Photographs cut from the GB82 image set by Gianni Rosato; the rest generated',
  files,
};
const target = path.join(projectDatasets, 'sample.json');
await writeFile(target, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(
  `${target}: ${files.length} files, ${files.reduce((sum, f) => sum + f.bytes, 0)} bytes`,
);

/**
 * @param {string} name
 * @param {Raster} picture
 * @param {string} origin
 */
async function store(name, picture, origin) {
  const file = `${name}.png`;
  const stored = path.join(folder, file);
  await savePng(stored, picture);
  const { width, height } = picture;
  return { name, file, ...(await digestFile(stored)), width, height, origin };
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
