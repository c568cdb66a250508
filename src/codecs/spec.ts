import { UsageError } from '../base/errors.js';
import {
  rateKnob,
  resolveSettings,
  type Settings,
  shownSettings,
  sweepOf,
  type Value,
} from '../base/params.js';
import { printSpec } from '../base/spec.js';
import type { CodecRequest } from '../base/spec-list.js';
import type { AnyCodec } from './codec.js';

/**
 * The settings that a request names: every combination of its alternatives and, where the rate
 * knob of a combination is not given, every value of the knob's swept grid. Without duplicates.
 * @param options.grid values of `quality`, visited in place of the swept grid; of no effect where
 *   there is no rate knob
 * @param options.swept whether a knob without a value takes its swept grid, else its default; true
 * @throws UsageError for settings that the codec does not have or take, and for a grid of a codec
 *   whose rate knob is another than `quality`: a ratio or a step would be read as one
 */
export function expandRequest(
  codec: AnyCodec,
  request: CodecRequest,
  { grid, swept = true }: { grid?: readonly number[]; swept?: boolean } = {},
): Settings[] {
  const all = combinations(request.alternatives).flatMap((given) => {
    const settings = resolveSettings(codec.id, codec.params, given);
    const knob = rateKnob(codec.params, settings);
    if (knob === null || Object.hasOwn(given, knob)) return [settings];
    if (grid && knob !== qualityKnob) throw otherKnob(codec, knob);
    if (!grid && !swept) return [settings];
    const values = grid ?? sweepOf(codec.params[knob]) ?? [];
    return values.map((value) =>
      resolveSettings(codec.id, codec.params, { ...given, [knob]: value }),
    );
  });
  return [...new Map(all.map((settings) => [printed(codec, settings), settings])).values()];
}

const qualityKnob = 'quality';

function otherKnob({ id, params }: AnyCodec, knob: string): UsageError {
  const [first, ...others] = sweepOf(params[knob]) ?? [];
  const values = [first, others.at(-1)].filter((value) => value !== undefined).join('+');
  return new UsageError(
    `quality is given, but the rate of ${id} is set by ${knob} (${params[knob]!.meaning}); give values with the codec, as in ${id}:${knob}=${values}`,
    { code: 'other-rate-knob', data: { codec: id, knob } },
  );
}

/** The one printed form of a codec with its settings; `expandRequest` of it gives them back. */
export function printed(codec: AnyCodec, settings: Settings): string {
  const shown = Object.entries(shownSettings(codec.params, settings));
  return printSpec({ id: codec.id, settings: shown.map(([name, value]) => [name, `${value}`]) });
}

function combinations(
  alternatives: Readonly<Record<string, readonly string[]>>,
): Record<string, Value>[] {
  return Object.entries(alternatives).reduce<Record<string, Value>[]>(
    (partial, [name, values]) =>
      partial.flatMap((given) => values.map((value) => ({ ...given, [name]: value }))),
    [{}],
  );
}

/** @throws UsageError where the codec cannot run here at these settings, with what mends it */
export async function demandAvailable(codec: AnyCodec, settings: Settings): Promise<void> {
  const answer = await codec.available(settings);
  if (answer === true) return;
  const spec = printed(codec, settings);
  throw new UsageError(`${spec} cannot run here: ${answer}`, {
    code: 'codec-unavailable',
    data: { spec, reason: answer },
  });
}
