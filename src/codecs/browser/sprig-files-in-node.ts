import path from 'node:path';
import { readBounded } from '../../base/read-bounded.js';
import { projectModels } from '../../models/catalogue.js';

/** A file of the model sprig, as it ships with the project. */
export function readSprigFile(name: string): Promise<Uint8Array> {
  return readBounded(path.join(projectModels, 'sprig', name), { bound: 'model' });
}
