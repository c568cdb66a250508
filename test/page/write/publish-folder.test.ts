import path from 'node:path';
import { expect, test } from 'vitest';
import { checkPublishFolder, hostFiles } from '#src/page/write/publish-folder.js';
import { temporaryFolder } from '../../support/folders.ts';

const list = JSON.stringify({
  files: { 'index.html': null, 'README.md': null, '.nojekyll': null },
});
const page = { 'data/files.json': list, 'index.html': '', 'README.md': '', '.nojekyll': '' };
const space = '---\ntitle: Mine\nsdk: static\n---\n\n# Mine\n';

test.each([
  ['nothing', {}],
  ['a clone without anything else', { '.git/HEAD': '', '.gitattributes': '', CNAME: 'a.example' }],
  ['a page that was published there', page],
  ['a new Space', { '.git/HEAD': '', 'README.md': space }],
])('a folder with %s is taken', async (_, files) => {
  checkPublishFolder(await temporaryFolder(files));
});

test('a folder that is not there is taken', () => checkPublishFolder('/none/such'));

test.each([
  ['another file', { ...page, 'thesis.tex': '' }, 'thesis.tex'],
  ['a README of something else', { 'README.md': '# My project' }, 'README.md'],
  ['a project', { 'package.json': '{}', 'src/a.ts': '', 'data/b': '' }, 'data, package.json, src'],
])('a folder with %s is refused', async (_, files, named) => {
  const folder = await temporaryFolder(files);
  expect(() => checkPublishFolder(folder)).toThrow(
    `to takes a new or empty folder, or one with a page that was published there before; ${folder} holds other things: ${named}; name another`,
  );
});

test('a file is no folder', async () => {
  const folder = await temporaryFolder({ a: '' });
  expect(() => checkPublishFolder(path.join(folder, 'a'))).toThrow(
    'cannot be read as one (ENOTDIR)',
  );
});

test('a README has the header of a Space, its title as data; one of a Space stays', async () => {
  const [noJekyll, readme] = hostFiles('/none', 'A: "B" <i>\n---');
  expect(noJekyll).toEqual({ path: '.nojekyll', content: '' });
  expect(readme!.content).toMatch(/^---\ntitle: "A: \\"B\\" <i>\\n---"\n/);
  expect(readme!.content).toMatch(
    /\nsdk: static\napp_file: index\.html\n[^#]*---\n\n# A: "B" \\<i\\>/,
  );
  const names = (files: Record<string, string>) =>
    temporaryFolder(files).then((folder) => hostFiles(folder, 'x').map((file) => file.path));
  expect(await names({ 'README.md': space })).toEqual(['.nojekyll']);
  expect(await names({ ...page, 'README.md': space })).toEqual(['.nojekyll', 'README.md']);
});
