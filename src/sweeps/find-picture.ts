import { datasetIds, loadManifest, projectDatasets } from '../datasets/catalogue.js';
import { findFiles } from '../datasets/locate.js';

/** The file of an image of one of the project's data sets, where it lies on this machine; or null. */
export async function findPicture(dataset: string, sha256: string): Promise<string | null> {
  if (!(await datasetIds()).includes(dataset)) return null;
  const { files } = await loadManifest(dataset);
  const entry = files.find((each) => each.sha256 === sha256);
  return entry ? ((await findFiles(projectDatasets, dataset, entry.file))[0] ?? null) : null;
}
