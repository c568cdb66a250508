import type { Setting, Source } from './contract.js';
import { optimizeFormats } from './formats/registry.js';

/** A trial whose size can be told before it is run. */
export interface PredictedTrial {
  /** What the answer of `optimize` would call its method. */
  readonly method: string;
  /** The printed form of the codec with its settings, as `estimate` takes it. */
  readonly spec: string;
}

/**
 * The trial that most likely makes the smallest file of a picture in its own format, as a codec whose
 * sizes are estimated: the first that applies. Null where there is none: animations, vector graphics and
 * formats without a codec.
 * @param quality on libjpeg's scale
 */
export async function predictedTrial(
  source: Source,
  { quality, ...setting }: Omit<Setting, 'knob'> & { readonly quality: number },
): Promise<PredictedTrial | null> {
  const { trials } = await optimizeFormats.load(source.format);
  for (const trial of trials) {
    if (trial.printed === undefined || !(await trial.applies(source, setting))) continue;
    const value = trial.knob === null ? null : trial.knob.fixed(quality, source);
    return { method: trial.id, spec: trial.printed(value) };
  }
  return null;
}
