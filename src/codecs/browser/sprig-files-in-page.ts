import { WorkError } from '../../base/errors.js';
import { assetUrl } from '../../runtimes/wasm/asset-in-page.js';

/** A file of the model sprig, as the server of this page has it. */
export async function readSprigFile(name: string): Promise<Uint8Array> {
  const response = await fetch(assetUrl(`models/sprig/${name}`));
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new WorkError(`the server of this page does not give ${name} of sprig`, {
    code: 'model-missing',
  });
}
