import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../base/errors.js';
import { nameShortly } from '../../base/name-shortly.js';
import { readBoundedSync } from '../../base/read-bounded.js';
import type { PageFile } from './page-input.js';

/** What hosts of static pages keep in a folder beside the page, by names at its top. */
const ofHosts: readonly string[] = ['.git', '.gitattributes', '.gitignore', '.nojekyll', 'CNAME'];

const published = z.object({ files: z.record(z.string(), z.unknown()) });

/**
 * Makes sure that a folder is one to publish a page into: not there, empty, one that holds a page that
 * this program wrote, or a clone of a host's repository without anything else.
 * @throws UsageError that names what else is in it
 */
export function checkPublishFolder(folder: string): void {
  const entries = entriesOf(folder);
  const files = pageFiles(folder);
  const own = new Set(
    files.length === 0 ? [] : ['data', ...files.map((file) => file.split('/')[0]!)],
  );
  const others = entries.filter(
    (name) =>
      !own.has(name) &&
      !ofHosts.includes(name) &&
      !name.startsWith('.pareto') &&
      !isSpace(folder, name),
  );
  if (others.length === 0) return;
  throw new UsageError(
    `to takes a new or empty folder, or one with a page that was published there before; ${folder} holds other things: ${nameShortly(others)}; name another`,
    { code: 'wrong-option', data: { option: 'to' } },
  );
}

/** The files that a host wants beside the page. */
export function hostFiles(folder: string, title: string): PageFile[] {
  // GitHub Pages passes over files whose names begin with an underscore, and more, without it.
  const noJekyll = { path: '.nojekyll', content: '' };
  // A README of a Space that is there already, with its own header, stays.
  const kept = isSpace(folder, 'README.md') && !pageFiles(folder).includes('README.md');
  return [noJekyll, ...(kept ? [] : [{ path: 'README.md', content: readme(title) }])];
}

/** A README with the header that makes a folder a static Space of Hugging Face. */
function readme(title: string): string {
  return `---
title: ${JSON.stringify(title)}
emoji: 📊
colorFrom: blue
colorTo: gray
sdk: static
app_file: index.html
pinned: false
---

# ${title.replaceAll(/[\\`*_{}[\]<>()#|!]/g, '\\$&')}

Image codecs by rate, distortion and time, measured and drawn by Pareto (paretobench). \`index.html\` is the
page; \`leaderboard.json\` has the figures.
`;
}

/** Whether it is a README with a header, as a Space has. */
function isSpace(folder: string, name: string): boolean {
  if (name !== 'README.md') return false;
  try {
    const text = readBoundedSync(path.join(folder, name), { bound: 'card' }).toString('utf8');
    return /^---\r?\n[\s\S]*?^sdk:\s*static\s*$[\s\S]*?^---\s*$/m.test(text);
  } catch {
    return false;
  }
}

/** The files of a page that was written there. */
function pageFiles(folder: string): string[] {
  try {
    const bytes = readBoundedSync(path.join(folder, 'data', 'files.json'), { bound: 'manifest' });
    return Object.keys(published.parse(JSON.parse(bytes.toString('utf8'))).files);
  } catch {
    return [];
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new UsageError(
      `to takes a folder to publish into; ${folder} cannot be read as one (${code})`,
      {
        ...{ code: 'wrong-option', data: { option: 'to' } },
      },
    );
  }
}
