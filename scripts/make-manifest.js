// Makes the manifest of a data set, datasets/<id>.json, from a folder of its images.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { contentClasses } from '#src/base/content-class.js';
import { digestFile } from '#src/base/digest.js';
import { projectDatasets } from '#src/datasets/catalogue.js';
import { listFolder } from '#src/datasets/folder.js';
import { readManifest } from '#src/datasets/manifest.js';
import { loadImageFile } from '#src/image/files/load.js';

const usage = `node scripts/make-manifest.js FOLDER --id ID --title TEXT --description TEXT
  --licence TEXT --source URL [--attribution TEXT] [--content CLASS] [--url TEMPLATE …]
writes datasets/ID.json from the images of FOLDER. A --url says where each file can be downloaded,
best first: {file} stands for its path in FOLDER, {name} for the image's name, {number} for the
digits in it. --content says what all of its images are: ${contentClasses.join(', ')}.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    id: { type: 'string' },
    title: { type: 'string' },
    description: { type: 'string' },
    licence: { type: 'string' },
    source: { type: 'string' },
    attribution: { type: 'string' },
    content: { type: 'string' },
    url: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});
const { id, title, description, licence, source, attribution, content, url: urls } = values;
const [folder] = positionals;
if (values.help) {
  console.log(usage);
  process.exit();
}
if (!folder || !id || !title || !description || !licence || !source) {
  console.error(usage);
  process.exit(2);
}

/** @param {{ name: string, path: string }} image */
async function describeFile(image) {
  const file = path.relative(String(folder), image.path).split(path.sep).join('/');
  const { width, height } = await loadImageFile(image.path);
  const fill = (/** @type {string} */ template) =>
    template
      .replaceAll('{file}', file)
      .replaceAll('{name}', image.name)
      .replaceAll('{number}', image.name.replaceAll(/\D/g, ''));
  return {
    name: image.name,
    file,
    ...(await digestFile(image.path)),
    width,
    height,
    ...(urls.length > 0 && { urls: urls.map(fill) }),
  };
}

const files = [];
for (const image of await listFolder(folder)) files.push(await describeFile(image));
const manifest = {
  schema: 1,
  id,
  title,
  description,
  licence,
  source,
  ...(attribution && { attribution }),
  ...(content && { content }),
  files,
};
const target = path.join(projectDatasets, `${id}.json`);
await writeFile(target, `${JSON.stringify(manifest, null, 2)}\n`);
await readManifest(target);
console.log(`${target}: ${files.length} files`);
