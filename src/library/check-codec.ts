import { WorkError } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import { loadCodec } from '../codecs/table.js';
import type { ModelCard } from '../models/card.js';
import { loadCard } from '../models/catalogue.js';
import type { CodecLevel } from '../models/codec-card.js';
import { levelsOf } from '../models/levels.js';
import { isFinished } from '../results/finished.js';
import { rdFile } from '../results/layout.js';
import { readRdRecords } from '../results/store.js';
import { sweepDefaults } from '../sweeps/defaults.js';
import type { SweepEvent } from '../sweeps/events.js';
import { sweep } from '../sweeps/sweep.js';

/** How far a level may be from what is published of it: a share of the rate, and dB of PSNR. */
export const codecTolerance = { bpp: 0.01, psnr: 0.05 } as const;

/** The level of a learned codec on the pictures of Kodak, and what is published of it there. */
export interface CheckedLevel {
  readonly quality: number;
  readonly tuned: CodecLevel['tuned'];
  /** How many pictures of Kodak were coded. */
  readonly pictures: number;
  /** Means of the pictures: bits per pixel, and PSNR in dB. */
  readonly bpp: number;
  readonly psnr: number;
  /** Null where the card knows of nothing. */
  readonly published: { readonly bpp: number; readonly psnr: number } | null;
  /** Whether both are within the tolerance; null where there is nothing to compare with. */
  readonly passed: boolean | null;
}

/** What came of checking a learned codec against published figures. */
export interface CheckedCodec {
  readonly id: string;
  /** The folder with the records. */
  readonly out: string;
  /** Of the levels whose weights are here. */
  readonly levels: readonly CheckedLevel[];
  /** Why the others are not here. */
  readonly missing: readonly string[];
  /** False where a level is off. */
  readonly passed: boolean;
}

export interface CheckCodecOptions {
  /** Folder of the records. */
  readonly out?: string | undefined;
  /** Worker processes. */
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: SweepEvent) => void) | undefined;
  readonly onWarning?: Warn | undefined;
}

/**
 * Sweeps Kodak with the levels of a learned codec whose weights are here, and compares the means of
 * its pictures with what is published of each level: the rate to 1 %, PSNR to 0.05 dB.
 *
 *     const { passed, levels } = await checkCodec(id);
 *
 * @throws UsageError for an unknown id; WorkError for a model without levels, where no weights are
 *   here, and where pictures failed
 */
export async function checkCodec(
  id: string,
  { out = sweepDefaults.out, onWarning = () => {}, ...run }: CheckCodecOptions = {},
): Promise<CheckedCodec> {
  const card = await loadCard(id);
  const { here, missing } = await levelsHere(card);
  const codec = await loadCodec(id);
  const severalKinds = Object.hasOwn(codec.params, 'tuned');
  const settingsOf = ({ quality, tuned }: Level) => ({ ...(severalKinds && { tuned }), quality });
  const asked = here.map((level) =>
    Object.entries(settingsOf(level))
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  );
  const codecs = asked.map((settings) => `${id}:${settings}`);
  const { dataset } = await sweep({
    ...{ codecs, dataset: 'kodak', measure: ['rd'], metrics: 'psnr', out, onWarning },
    ...run,
  });
  const records = readRdRecords(rdFile(out, dataset, id), onWarning);
  const levels = here.map((level) => {
    const wanted = settingsOf(level);
    const { version } = codec.engine(wanted);
    const own = records.filter(({ engine, settings, crop }) => {
      const same = Object.entries(wanted).every(([name, value]) => settings[name] === value);
      return same && engine.version === version && crop === null && isDefault(codec, settings);
    });
    const { quality, tuned, kodak = null } = level;
    const finished = own.filter(isFinished);
    const psnrs = finished.flatMap(({ metrics }) => metrics['psnr'] ?? []);
    if (psnrs.length < own.length || own.length === 0) {
      throw new WorkError(
        `quality ${quality} (${tuned}) of ${id}: ${psnrs.length} of ${own.length} pictures of ${dataset} were coded; ${out} has what went wrong`,
      );
    }
    const [bpp, psnr] = [mean(finished.map((each) => each.bpp)), mean(psnrs)];
    const passed =
      kodak &&
      Math.abs(bpp / kodak.bpp - 1) <= codecTolerance.bpp &&
      Math.abs(psnr - kodak.psnr) <= codecTolerance.psnr;
    return { quality, tuned, pictures: own.length, bpp, psnr, published: kodak, passed };
  });
  const passed = levels.every((level) => level.passed !== false);
  return { id, out, levels, missing, passed };
}

type Level = Pick<CodecLevel, 'quality' | 'tuned' | 'kodak'>;

/** The levels whose weights are known here, and why others are not. */
async function levelsHere(card: ModelCard): Promise<{ here: Level[]; missing: string[] }> {
  const rate = card.codec?.rate;
  if (rate === undefined || !('levels' in rate)) {
    throw new WorkError(
      `${card.id} has no levels with published figures: its codec compares it with its card itself`,
    );
  }
  const found = await levelsOf(card);
  const here = rate.levels.filter((_, at) => found[at]!.card !== null);
  const missing = found.flatMap((level) => level.missing ?? []);
  if (here.length > 0) return { here, missing };
  throw new WorkError(`${card.id} cannot be checked: ${missing[0]}`, { code: 'model-missing' });
}

/** Whether all but the level is as a codec has it unless told. */
function isDefault(
  { params }: Awaited<ReturnType<typeof loadCodec>>,
  settings: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(settings).every(
    ([name, value]) => ['quality', 'tuned'].includes(name) || params[name]?.default === value,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
