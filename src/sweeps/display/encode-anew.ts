import { WorkError } from '../../base/errors.js';
import { loadCodec } from '../../codecs/table.js';
import { defaultMaxPixels } from '../../image/raster.js';
import { bitstreamFile, findBitstream } from '../../results/bitstreams.js';
import { type CodecIdentity, codecKey } from '../../results/identity.js';
import { rdKey } from '../../results/key.js';
import { sweepDefaults } from '../defaults.js';
import { findPicture } from '../find-picture.js';
import { openLocalExecutor } from '../rd/local-executor.js';
import { isSameEngine } from '../rd/record.js';
import type { RdTask } from '../rd/task.js';
import type { KeptImage } from './display.js';

/** A bitstream that a record is of, which the cache may have lost. */
export interface LostBitstream {
  readonly identity: CodecIdentity;
  readonly sha256: string;
  readonly image: KeptImage;
  /** Bitstreams that gave every sample of the image back, for one whose file is not at hand. */
  readonly exact: readonly string[];
}

/** Makes bitstreams anew that the cache has lost. */
export interface AnewEncoder {
  /** How many are worth asking for at once. */
  readonly slots: number;
  /**
   * Encodes the image once more and keeps the bitstream in the cache. It is the very one of the record,
   * or none.
   * @returns false where the image is not at hand
   * @throws WorkError where the codec or the engine of the record is not here, where the job fails, and
   *   where it gives other bytes
   */
  encode(lost: LostBitstream): Promise<boolean>;
  /** Ends what is running, and settles once its processes are gone. */
  close(): Promise<void>;
}

/** Opens it: processes that can be killed, as those of a sweep. */
export function openAnewEncoder({
  workers = sweepDefaults.jobs,
  timeLimitSeconds = sweepDefaults.timeLimitSeconds,
}: {
  workers?: number;
  timeLimitSeconds?: number;
} = {}): AnewEncoder {
  const executor = openLocalExecutor({ workers, timeLimitSeconds });
  const closing = new AbortController();
  let asked = 0;
  return {
    slots: workers,
    async encode({ identity, sha256, image, exact }) {
      const { codec: id, engine, settings } = identity;
      const codec = await loadCodec(id).catch(() => null);
      if (codec === null) {
        throw new WorkError(`${id} is no codec of this program, which could encode it anew`, {
          code: 'codec-unavailable',
          data: { spec: id },
        });
      }
      const own = settings as RdTask['settings'];
      const present = codec.engine(own);
      if (!isSameEngine(present, engine as typeof present)) throw otherEngine(engine, present);
      const file = await fileOf(image, exact);
      if (file === null) return false;
      const slot = asked % workers;
      asked += 1;
      const task: RdTask = {
        key: rdKey(codecKey(identity), image.sha256, image.crop),
        codec: id,
        settings: own,
        image: file.image,
        crop: file.crop,
        ...{ metrics: [], kept: [], maps: false, bitstreamSha256: null },
        // It was measured already: neither damage nor many pixels are in the way.
        ...{ maxPixels: defaultMaxPixels, maxPixelsPerByte: Number.MAX_VALUE, lenient: true },
      };
      const outcome = await executor.run(task, { slot, signal: closing.signal });
      if (outcome.error !== null) {
        const { stage, message } = outcome.error;
        throw new WorkError(`encoding it anew failed (${stage}): ${message}`);
      }
      if (outcome.engine !== null && !isSameEngine(outcome.engine, present)) {
        throw otherEngine(engine, outcome.engine);
      }
      if (outcome.bitstreamSha256 !== sha256) {
        throw new WorkError(
          `${textOf(present)} makes another file of it here than the one that was measured`,
        );
      }
      return true;
    },
    async close() {
      closing.abort(new WorkError('the work was stopped', { code: 'process-died' }));
      await executor.close();
    },
  };
}

/** The image's file, or a bitstream of its very samples. */
async function fileOf(
  { dataset, sha256, crop }: KeptImage,
  exact: readonly string[],
): Promise<Pick<RdTask, 'image' | 'crop'> | null> {
  const path = await findPicture(dataset, sha256);
  if (path !== null) return { image: { name: path, path, sha256, dataset }, crop };
  for (const each of exact) {
    if ((await findBitstream(each)) === null) continue;
    const kept = bitstreamFile(each);
    return { image: { name: kept, path: kept, sha256: each }, crop: null };
  }
  return null;
}

function otherEngine(
  measured: CodecIdentity['engine'],
  present: CodecIdentity['engine'],
): WorkError {
  return new WorkError(
    `it was measured with ${textOf(measured)}, which is not here: ${textOf(present)} may make another file of it`,
  );
}

function textOf({ name, version, runtime }: CodecIdentity['engine']): string {
  return `${name} ${version} (${runtime})`;
}
