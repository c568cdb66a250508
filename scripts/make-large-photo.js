// Makes the pictures of the data set `large-photo`, and its manifest where it is asked to, from
// wallpapers under free licences that three packages of Debian hold. They are JPEG files: each is
// shrunk to half its width and height, means of 2x2 samples, so that no codec sees JPEG's own traces.
//
//   npm run build && node scripts/make-large-photo.js PACKAGES OUT [--manifest]
//
// PACKAGES is a folder that lomiri-wallpapers-16.04, lomiri-wallpapers-20.04 and mate-backgrounds are
// unpacked below (`dpkg-deb -x`). Put OUT into a folder that PARETO_DATA names, as `large-photo`.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { digestFile } from '#src/base/digest.js';
import { projectDatasets } from '#src/datasets/catalogue.js';
import { readManifest } from '#src/datasets/manifest.js';
import { loadImageFile } from '#src/image/files/load.js';
import { encodePnm } from '#src/image/pnm.js';
import { createRaster } from '#src/image/raster.js';

/** @typedef {import('#src/image/raster.js').Raster} Raster */

const lomiri = 'https://gitlab.com/ubports/development/core/lomiri-wallpapers';

/** Which pictures, by whom, under which licence; the SHA-256 is that of the package's file. */
const photographs = [
  {
    name: 'bridge',
    file: 'Bridge_by_Sander_Klootwijk.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Sander Klootwijk' },
    licence: 'CC-BY-SA-4.0',
  },
  {
    name: 'djembe',
    file: 'Wine_by_Jakkub_Mede.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Jakub Mede' },
    licence: 'CC-BY-4.0',
  },
  {
    name: 'dragonfly',
    file: 'Dragonfly_by_Bolly.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Bolly' },
    licence: 'CC-BY-SA-4.0',
  },
  {
    name: 'elephants',
    file: 'Elephants_5640x3172.jpg',
    ...{ package: 'mate-backgrounds 1.26.0-1', by: 'Wyng Stancikaite' },
    licence: 'GPL-2.0-or-later',
  },
  {
    name: 'mountains',
    file: 'picosdeeuropa_by_Aitzol_Berasategi.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Aitzol Berasategi' },
    licence: 'CC-BY-4.0',
  },
  {
    name: 'nuthatch',
    file: 'Kleiber_by_Lukas_Baubkus.jpg',
    ...{ package: 'lomiri-wallpapers-20.04 20.04.0-2', by: 'Lukas Baubkus' },
    licence: 'CC-BY-SA-3.0',
  },
  {
    name: 'seeding',
    file: 'seeding_by_Clements_Engelhardt.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Clemens Engelhardt' },
    licence: 'CC0-1.0',
  },
  {
    name: 'sunset',
    file: 'sunset_by_Aitzol_Berasategi.jpg',
    ...{ package: 'lomiri-wallpapers-16.04 20.04.0-2', by: 'Aitzol Berasategi' },
    licence: 'CC-BY-4.0',
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { manifest: { type: 'boolean', default: false } },
});
const [packages, out] = positionals;
if (!packages || !out) {
  console.error('node scripts/make-large-photo.js PACKAGES OUT [--manifest]');
  process.exit(2);
}
const present = await readdir(packages, { recursive: true });
const target = path.join(projectDatasets, 'large-photo.json');
await mkdir(out, { recursive: true });

const files = [];
for (const { name, file: source, by, licence, package: from } of photographs) {
  const found = present.find((each) => path.basename(each) === source);
  if (!found) throw new Error(`${packages} has no ${source} of ${from}: unpack that package there`);
  const half = halved(await loadImageFile(path.join(packages, found)));
  const file = `${name}.ppm`;
  const stored = path.join(out, file);
  await writeFile(stored, encodePnm(half));
  const { sha256 } = await digestFile(path.join(packages, found));
  const { width, height } = half;
  const origin = `${source} by ${by}, of ${from} (SHA-256 ${sha256}), shrunk by 2, means of 2x2 samples`;
  files.push({ name, file, ...(await digestFile(stored)), width, height, licence, origin });
}
if (values.manifest) {
  const manifest = {
    schema: 1,
    id: 'large-photo',
    title: 'Large photographs',
    description: `${files.length} photographs of 2 to 5 megapixels: desktop wallpapers under free licences, shrunk by 2 from JPEG files of 8 to 20 megapixels by scripts/make-large-photo.js`,
    licence: 'free, see each file',
    source: lomiri,
    attribution: [...new Set(photographs.map(({ by }) => by))].join(', '),
    content: 'photograph',
    files,
  };
  await writeFile(target, `${JSON.stringify(manifest, null, 2)}\n`);
}
const known = await readManifest(target);
for (const { file, sha256 } of files) {
  const expected = known.files.find((each) => each.file === file)?.sha256;
  if (sha256 !== expected) throw new Error(`${file} has SHA-256 ${sha256}, ${target} ${expected}`);
}
console.log(`${out}: ${files.length} pictures as ${target} says`);

/**
 * Half the width and height, each sample the rounded mean of 2x2; an odd row or column is left out.
 * @param {Raster} picture
 */
function halved({ width, height, channels, data }) {
  const [across, down] = [width >> 1, height >> 1];
  const half = new Uint8Array(across * down * channels);
  const row = width * channels;
  for (let y = 0, to = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      for (
        let channel = 0, at = 2 * (y * row + x * channels);
        channel < channels;
        channel++, at++
      ) {
        const sum =
          (data[at] ?? 0) +
          (data[at + channels] ?? 0) +
          (data[at + row] ?? 0) +
          (data[at + row + channels] ?? 0);
        half[to++] = (sum + 2) >> 2;
      }
    }
  }
  return createRaster({ width: across, height: down, channels, depth: 8, data: half });
}
