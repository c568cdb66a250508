import { hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { loadCodec } from '../../codecs/table.js';
import { defaultMaxPixels } from '../../image/raster.js';
import type { MapDefinition } from '../../metrics/metric.js';
import { metrics } from '../../metrics/registry.js';
import { bitstreamFile, findBitstream, hasBitstream, mapFile } from '../../results/bitstreams.js';
import { memoryBudget } from '../../runtimes/processes/memory-budget.js';
import { openPool } from '../../runtimes/processes/pool.js';
import { findPicture } from '../find-picture.js';
import { type ShownExtension, shownAs } from './showable.js';
import { type DisplayAnswer, type DisplayTask, displayAnswer } from './task.js';

/** A file that browsers show. It lies in the cache, and is not to be changed. */
export interface DisplayFile {
  readonly path: string;
  readonly extension: ShownExtension;
  readonly bytes: number;
  /** Name and version of the engine that decoded it; null where the file is the bitstream itself. */
  readonly decodedBy: string | null;
}

/** A bitstream in the cache, and what decodes it. */
export interface KeptBitstream {
  readonly codec: string;
  readonly settings: Settings;
  readonly sha256: string;
}

/** An image of a data set, as a record names it. */
export interface KeptImage {
  readonly dataset: string;
  readonly sha256: string;
  readonly crop: string | null;
}

/** An error map in the cache, and how it is read. */
export interface DisplayMap {
  readonly metric: string;
  readonly path: string;
  readonly bytes: number;
  /** What a value is, and the value that is white; 0 is black. */
  readonly meaning: string;
  readonly full: number;
}

/** Makes files to look at out of what the cache holds, and keeps them there. */
export interface Display {
  /** Whether the bitstream is at hand, in the cache or with the baseline, unless it is damaged. */
  has(sha256: string): boolean;
  /** The bitstream itself where browsers show it, else a PNG of it. Throws with the reason. */
  show(bitstream: KeptBitstream): Promise<DisplayFile>;
  /** A PNG of a file of a data set that the project knows; null where it is not at hand. */
  original(image: KeptImage): Promise<DisplayFile | null>;
  /** A small WebP of a picture. */
  thumbnail(picture: DisplayFile): Promise<DisplayFile>;
  /** The error maps of a bitstream by any of these metrics. */
  maps(bitstream: string, image: KeptImage, metrics: readonly string[]): Promise<DisplayMap[]>;
  /** Settles once its process is gone. */
  close(): Promise<void>;
}

/** Greatest width and height of a thumbnail, in pixels. */
const thumbnailSide = 360;

/**
 * Opens it. What takes a codec runs in a process of its own: native code that crashes or hangs costs
 * one picture.
 */
export function openDisplay({
  timeLimitSeconds = 300,
  maxPixels = defaultMaxPixels,
  ownMaps = new Map(),
}: {
  timeLimitSeconds?: number;
  maxPixels?: number;
  /** What is known of the error maps of metrics that are not the program's own, by id. */
  ownMaps?: ReadonlyMap<string, MapDefinition>;
} = {}): Display {
  const pool = openPool<DisplayTask, DisplayAnswer>({
    module: new URL('./worker.js', import.meta.url),
    workers: 1,
    answer: displayAnswer,
  });
  const memoryBytes = memoryBudget();
  const make = async (task: DisplayTask): Promise<number> => {
    const known = await stat(task.target).catch(() => null);
    if (known !== null) return known.size;
    return (await pool.ask(task, { timeLimitSeconds, memoryBytes })).bytes;
  };
  return {
    has: hasBitstream,
    async show(bitstream) {
      const { codec: id, settings, sha256: bitstreamSha256 } = bitstream;
      const bytes = await findBitstream(bitstreamSha256);
      if (bytes === null)
        throw new WorkError('its bitstream is not in the cache', { code: 'not-in-cache' });
      const path = bitstreamFile(bitstreamSha256);
      const extension = shownAs(bytes);
      if (extension !== null) return { path, extension, bytes: bytes.length, decodedBy: null };
      const codec = await loadCodec(id).catch(() => null);
      if (codec === null) {
        throw new WorkError(`${id} is no codec of this program that could decode it`, {
          code: 'codec-unavailable',
          data: { spec: id },
        });
      }
      const engine = codec.engine(settings);
      const decoder = hash('sha256', JSON.stringify([id, engine])).slice(0, 16);
      const target = `${path}.${decoder}.png`;
      const task = {
        kind: 'decode',
        codec: id,
        settings,
        bitstreamSha256,
        maxPixels,
        target,
      } as const;
      const size = await make(task);
      const decodedBy = `${engine.name} ${engine.version}`;
      return { path: target, extension: 'png', bytes: size, decodedBy };
    },
    async original({ dataset, sha256, crop }) {
      const file = await findPicture(dataset, sha256);
      if (file === null) return null;
      const target = `${bitstreamFile(sha256)}.${crop ?? 'whole'}.png`;
      const bytes = await make({ kind: 'original', path: file, sha256, crop, maxPixels, target });
      return { path: target, extension: 'png', bytes, decodedBy: null };
    },
    async thumbnail({ path }) {
      const target = `${path}.${thumbnailSide}.webp`;
      const bytes = await make({ kind: 'thumbnail', source: path, side: thumbnailSide, target });
      return { path: target, extension: 'webp', bytes, decodedBy: null };
    },
    async maps(bitstreamSha256, { sha256: imageSha256, crop }, ids) {
      const found: DisplayMap[] = [];
      // The name of a metric becomes part of a path: none but those that are known.
      const known = ids.filter((each) => metrics.names.includes(each) || ownMaps.has(each));
      for (const id of known) {
        const path = mapFile({ bitstreamSha256, imageSha256, crop, metric: id });
        const kept = await stat(path).catch(() => null);
        const map =
          kept &&
          (metrics.names.includes(id) ? (await metrics.load(id)).map : (ownMaps.get(id) ?? null));
        if (map) found.push({ metric: id, path, bytes: kept.size, ...map });
      }
      return found;
    },
    close: () => pool.close(),
  };
}
