import { readableExtensions } from '../codecs/formats.js';
import { type Dataset, type OpenOptions, openDataset } from '../datasets/dataset.js';

/**
 * Opens a data set by id, or any folder of images, or a single image, by path. Only the images that
 * are selected are looked for, downloaded and hashed.
 *
 * A folder's images are the files of every format that the codecs here decode, by their extensions. Its
 * id is its base name in small letters, digits and dashes; where a data set has that id and the files
 * are not its own, with `-folder` behind. A file of a folder that cannot be read is listed all the
 * same: it fails when it is used.
 * @throws UsageError for an unknown data set, an empty folder, a selection that matches nothing
 * @throws WorkError for files that are not at hand or not the data set's
 * @throws the reason of `signal`
 */
export async function openImages(
  idOrPath: string,
  options: Omit<OpenOptions, 'extensions'> = {},
): Promise<Dataset> {
  return openDataset(idOrPath, { ...options, extensions: readableExtensions });
}
