import { UsageError } from '../base/errors.js';
import type { Settings } from '../base/params.js';
import { parseSpecList } from '../base/spec-list.js';
import type { AnyCodec, Codec } from '../codecs/codec.js';
import { demandAvailable, expandRequest, printed } from '../codecs/spec.js';
import { openCodecTable } from '../codecs/table.js';
import { findSetting } from '../codecs/with-codec.js';

/**
 * The printed forms that a list of codecs names, each with one value of every setting. A rate knob that
 * is not named takes the values of `quality` where these are given, else its default.
 * @throws UsageError for codecs or settings that are none or cannot run here
 */
export async function estimateSpecs(
  list: string,
  {
    quality,
    plugins = [],
  }: {
    readonly quality?: readonly number[] | undefined;
    readonly plugins?: readonly string[] | undefined;
  } = {},
): Promise<string[]> {
  const table = await openCodecTable(plugins);
  const specs = new Set<string>();
  for (const request of parseSpecList(list)) {
    const { codec } = await table.load(request.id);
    demandOfPictures(codec);
    for (const settings of expandRequest(
      codec,
      request,
      quality ? { grid: quality } : { swept: false },
    )) {
      await demandAvailable(codec, settings);
      specs.add(printed(codec, settings));
    }
  }
  return [...specs];
}

/** A codec of pictures with one full set of settings. */
export interface EstimatedSetting {
  readonly codec: Codec;
  readonly settings: Settings;
}

/**
 * Finds the codec that a printed form names, whose sizes are estimated.
 * @throws UsageError for a codec or settings that are none or cannot run here, and for a codec of JPEG
 *   files
 */
export async function findEstimated(
  spec: string,
  plugins: readonly string[] = [],
): Promise<EstimatedSetting> {
  const { codec, settings } = await findSetting(spec, plugins);
  return { codec: demandOfPictures(codec), settings };
}

function demandOfPictures(codec: AnyCodec): Codec {
  if (codec.input === 'jpeg') throw packsJpegs(codec.id);
  return codec;
}

/** What is said of a codec of JPEG files, of which there are no estimates. */
export function packsJpegs(id: string): UsageError {
  return new UsageError(
    `expected a codec of pictures, got ${id}, which packs JPEG files: no sample tells what it makes of a ` +
      `whole file, and the file itself takes it little time; encode it by pareto encode`,
    { code: 'wrong-input' },
  );
}
