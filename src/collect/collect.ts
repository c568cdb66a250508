import { createLru } from '../base/lru-cache.js';
import type { Warn } from '../base/warn.js';
import { loadPicture } from '../codecs/decode.js';
import { encodePam } from '../image/pnm.js';
import { checkWritable } from '../results/writable.js';
import { loadOriginal } from '../sweeps/original.js';
import { type CollectOptions, planCollect } from './plan.js';
import { openReceiver, type Receipt } from './receive.js';
import { type CollectServer, serveCollect } from './server.js';

/** Where what pages measure goes, and who may open them. */
export interface CollectSite {
  /** Folder of results. */
  readonly out: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Also for other machines of the network. */
  readonly lan: boolean;
  readonly warn: Warn;
  readonly onReceipt?: (receipt: Receipt) => void;
}

/** Bytes of pictures that are kept between requests. */
const keptBytes = 256 * 2 ** 20;

/**
 * Serves the bench as a page; every browser that opens it measures, and its results go into a folder of
 * results.
 * @throws UsageError for options that make no sense, a folder that cannot be written, a port that is taken
 */
export async function openCollect(
  options: CollectOptions,
  { out, port, lan, warn, onReceipt }: CollectSite,
): Promise<CollectServer> {
  const plan = await planCollect(options);
  checkWritable(out);
  const { dataset, crop, maxPixels } = plan.job;
  const pictures = createLru<Uint8Array>({ limit: keptBytes, weigh: ({ length }) => length });
  return serveCollect({
    ...{ plan, port, lan, warn, receiver: openReceiver(out, plan, warn) },
    ...(onReceipt && { onReceipt }),
    pictureOf: (sha256) =>
      pictures.get(sha256, async () => {
        const image = plan.images.find((each) => each.sha256 === sha256)!;
        const ref = { sha256, path: image.path, dataset };
        const { picture } = await loadOriginal(
          ref,
          { crop, maxPixels, lenient: false },
          loadPicture,
        );
        return encodePam(picture);
      }),
  });
}
