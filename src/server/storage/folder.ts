import { hash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../base/errors.js';
import { makeFolder } from '../../base/make-folder.js';
import { writeWhole } from '../../base/write-whole.js';
import { problem } from '../problem.js';
import type { StorageProvider } from './storage.js';

/** A part of a path: no hidden file, no device of Windows, nothing that a shell or a URL reads otherwise. */
const part = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;
const deepest = 16;

/**
 * Keeps answers below a folder of this machine. What is there under the same name is replaced, whole.
 * @param publicBase address of the folder for everybody, or ''
 * @throws UsageError for a folder that is none
 */
export function openFolder(folder: string, publicBase: string): StorageProvider {
  let root: string;
  try {
    makeFolder(folder);
    root = realpathSync(folder);
  } catch {
    throw new UsageError(`storage-folder takes a folder that can be made, got '${folder}'`);
  }
  return {
    name: 'folder',
    async store({ bytes, extension, path: wanted, public: isPublic }) {
      const parts = (wanted ?? `${hash('sha256', bytes).slice(0, 32)}.${extension}`).split('/');
      if (parts.length > deepest || !parts.every((each) => part.test(each))) {
        throw wrongPath('letters, digits and ._- in parts between slashes, none of them hidden');
      }
      const file = path.join(root, ...parts);
      const below = path.dirname(file);
      makeFolder(below);
      // A link that lies there may lead elsewhere.
      const real = realpathSync(below);
      if (real !== root && !real.startsWith(root + path.sep))
        throw wrongPath('a path below the folder');
      writeWhole([{ file: path.join(real, parts.at(-1)!), pieces: [bytes] }]);
      const base = publicBase.replace(/\/+$/, '');
      return {
        url: pathToFileURL(file).href,
        publicUrl: isPublic && base !== '' ? `${base}/${parts.join('/')}` : null,
      };
    },
  };
}

function wrongPath(expected: string): Error {
  return problem('bad_request', `storage.path takes ${expected}`, { fields: ['storage.path'] });
}
