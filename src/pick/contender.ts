import { groupBy } from '../base/group-by.js';
import { type Param, rateKnob, type Settings, sweepOf } from '../base/params.js';
import { withoutSettings } from '../base/spec.js';
import { parseSpecList } from '../base/spec-list.js';
import type { AnyCodec } from '../codecs/codec.js';
import { expandRequest, printed } from '../codecs/spec.js';
import { type CodecSource, openCodecTable } from '../codecs/table.js';
import { knobValues } from '../curves/knob-ladder.js';
import { curveKey } from '../results/identity.js';
import { type Configuration, configurationOf } from '../sweeps/one-configuration.js';

/** A codec at settings of which all but the rate knob are given: a curve to find a point on. */
export interface Contender {
  /** As it is printed without the knob: `avif:speed=0`. */
  readonly label: string;
  readonly codec: AnyCodec;
  readonly source: CodecSource;
  /** Of any point: all settings but the knob count. */
  readonly settings: Settings;
  readonly knob: string | null;
  /** Equal for records of this curve, by the present engine. */
  readonly curve: string;
  /** Values of the knob that may be tried; a single 0 without a knob. */
  readonly values: readonly number[];
  /** Those that a sweep would measure. */
  readonly grid: readonly number[];
}

/** What cannot take part, and why. */
export interface LeftOut {
  readonly spec: string;
  readonly reason: string;
}

/**
 * The curves that a list of codecs names. Values of a rate knob that are given are the only ones to be
 * tried; where none are given, all of its range are. What cannot run here is left out.
 * @throws UsageError for unknown names and settings
 */
export async function planContenders(
  list: string,
  plugins: readonly string[],
): Promise<{ contenders: Contender[]; leftOut: LeftOut[] }> {
  const table = await openCodecTable(plugins);
  const contenders = new Map<string, Contender>();
  const leftOut: LeftOut[] = [];
  for (const request of parseSpecList(list)) {
    const { codec, source } = await table.load(request.id);
    const curves = groupBy(expandRequest(codec, request), (settings) => keyOf(codec, settings));
    for (const [curve, points] of curves) {
      const settings = points[0]!;
      const knob = rateKnob(codec.params, settings);
      const label = withoutSettings(printed(codec, settings), [knob]);
      const reason = await unusable(codec, settings);
      if (reason !== null) leftOut.push({ spec: label, reason });
      if (reason !== null || contenders.has(curve)) continue;
      const grid = knob === null ? [0] : points.map((each) => Number(each[knob]));
      const isGiven = knob === null || Object.hasOwn(request.alternatives, knob);
      const values = isGiven ? grid : valuesOf(codec.params[knob]!, grid);
      contenders.set(curve, { label, codec, source, settings, knob, curve, values, grid });
    }
  }
  return { contenders: [...contenders.values()], leftOut };
}

/** The configuration of a contender at a value of its knob. */
export function configurationAt(
  { codec, source, settings, knob }: Contender,
  value: number,
): Configuration {
  const full = knob === null ? settings : { ...settings, [knob]: value };
  return configurationOf(codec, full, source);
}

function keyOf(codec: AnyCodec, settings: Settings): string {
  const engine = codec.engine(settings);
  return curveKey({ codec: codec.id, engine, settings }, rateKnob(codec.params, settings));
}

async function unusable(codec: AnyCodec, settings: Settings): Promise<string | null> {
  if (codec.input === 'jpeg') return 'it codes JPEG files, not pictures; a sweep measures it';
  const answer = await codec.available(settings);
  return answer === true ? null : answer;
}

/** All values of a rate knob that are worth trying. */
function valuesOf(param: Param, grid: readonly number[]): number[] {
  if (param.type !== 'integer' && param.type !== 'number') return [...grid];
  const { min, max } = param;
  if (param.type === 'number') return knobValues(sweepOf(param) ?? grid, { min, max });
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}
