import { optimizeFormats } from '#src/optimize/formats/registry.js';
import type { FormatId } from '#src/optimize/formats/table.js';
import type { MetadataKind } from '#src/optimize/metadata/kinds.js';
import type { PresetName } from '#src/optimize/presets.js';
import { openSource } from '#src/optimize/source.js';

const limits = { maxPixels: 1e7 };

/** What each trial of a format that takes a file makes of it, by the trial's id; null where it offers nothing. */
export async function runTrials(
  bytes: Uint8Array,
  format: FormatId,
  given: { preset?: PresetName; lossyPng?: boolean; keep?: readonly MetadataKind[] } = {},
): Promise<Record<string, Uint8Array | null>> {
  const setting = { preset: 'medium' as const, lossyPng: true, keep: [], ...given };
  const source = await openSource(bytes, 'the picture', limits);
  const { trials } = await optimizeFormats.load(format);
  const made: Record<string, Uint8Array | null> = {};
  for (const trial of trials) {
    if (!(await trial.applies(source, setting))) continue;
    const knob = trial.knob?.fixed(60, source) ?? null;
    made[trial.id] = await trial.run(source, { ...setting, knob }, limits);
  }
  return made;
}

/** The facts of a file as a trial is told them. */
export async function factsOf(bytes: Uint8Array) {
  return (await openSource(bytes, 'the picture', limits)).facts;
}
