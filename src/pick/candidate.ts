import type { Settings } from '../base/params.js';
import type { AnyCodec } from '../codecs/codec.js';
import type { SearchStep } from '../curves/target-search.js';
import { type Contender, configurationAt } from './contender.js';
import type { FolderPoint } from './folder-point.js';

/** A curve with its points, measured just now or stored. */
export interface Candidate {
  readonly label: string;
  /** Key of the curve, see `curveKey`. */
  readonly curve: string;
  /** Null of stored curves whose codec is not at hand. */
  readonly codec: AnyCodec | null;
  readonly settings: Settings;
  /** Printed form at a value of the knob. */
  readonly specAt: (knob: number) => string;
  readonly points: readonly FolderPoint[];
  /** Where the search for the target ended. */
  readonly step: SearchStep;
}

/** A contender with its points. */
export function candidateOf(
  contender: Contender,
  points: readonly FolderPoint[],
  step: SearchStep,
): Candidate {
  const { label, curve, codec, settings } = contender;
  const specAt = (knob: number): string => configurationAt(contender, knob).spec;
  return { label, curve, codec, settings, specAt, points, step };
}

/** The best point of a candidate; null where it has none. */
export function bestOf({ points, step }: Candidate): FolderPoint | null {
  if (step.state === 'try' || step.best === null) return null;
  return points.find(({ knob }) => knob === step.best?.knob) ?? null;
}
