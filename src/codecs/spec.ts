import { UsageError } from '../base/errors.js';
import {
  printSpec,
  rateKnob,
  resolveSettings,
  type Settings,
  sweepOf,
  type Value,
} from '../base/params.js';
import type { AnyCodec } from './codec.js';

/** One codec of a list, with the alternatives of each setting that was named; nothing is checked. */
export interface CodecRequest {
  readonly id: string;
  readonly alternatives: Readonly<Record<string, readonly string[]>>;
}

/** How a codec of a recipe is named in a list: `cli:my-codec.json`. */
export const recipePrefix = 'cli:';

const example = "expected a list such as 'jpeg,avif:speed=0+10,quality=30+60'";

/**
 * Reads a list of codecs: `jpeg,avif:speed=0+10,quality=30+60,jxl:effort=3`. Parts are separated by
 * commas; a part is a codec, a codec with a first setting, or a further setting of the codec before
 * it; `+` joins alternatives of one setting. In `cli:my-codec.json` all up to the comma is the path of
 * a recipe, and part of the id.
 * @throws UsageError for any other form, and for a setting named twice for one codec
 */
export function parseCodecList(text: string): CodecRequest[] {
  const requests: { id: string; alternatives: Record<string, string[]> }[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const { id, setting } = splitPart(part);
    if (id !== null) requests.push({ id, alternatives: {} });
    if (setting === null) continue;
    const request = requests.at(-1);
    if (request === undefined) throw new UsageError(`'${part}' names no codec; ${example}`);
    const { name, values } = splitSetting(part, setting);
    if (Object.hasOwn(request.alternatives, name)) {
      throw new UsageError(
        `${request.id}: ${name} is given twice; join alternatives with +, as in ${name}=30+60`,
      );
    }
    request.alternatives[name] = values;
  }
  return requests;
}

/**
 * The settings that a request names: every combination of its alternatives and, where the rate
 * knob of a combination is not given, every value of the knob's swept grid. Without duplicates.
 * @param options.grid visited in place of the swept grid; of no effect where there is no rate knob
 * @throws UsageError for settings that the codec does not have or take
 */
export function expandRequest(
  codec: AnyCodec,
  request: CodecRequest,
  { grid }: { grid?: readonly number[] } = {},
): Settings[] {
  const all = combinations(request.alternatives).flatMap((given) => {
    const settings = resolveSettings(codec.id, codec.params, given);
    const knob = rateKnob(codec.params, settings);
    if (knob === null || Object.hasOwn(given, knob)) return [settings];
    const values = grid ?? sweepOf(codec.params[knob]) ?? [];
    return values.map((value) =>
      resolveSettings(codec.id, codec.params, { ...given, [knob]: value }),
    );
  });
  return [...new Map(all.map((settings) => [printed(codec, settings), settings])).values()];
}

/** The one printed form of a codec with its settings; `expandRequest` of it gives them back. */
export function printed(codec: AnyCodec, settings: Settings): string {
  return printSpec(codec.id, codec.params, settings);
}

/** A value may hold a colon (`chroma=4:2:0`), so only what stands before `=` is searched for one. */
function splitPart(part: string): { id: string | null; setting: string | null } {
  if (part.startsWith(recipePrefix)) {
    const [, file, setting] = /^cli:(.*\.json):(.*=.*)$/.exec(part) ?? [];
    if (file !== undefined) {
      throw new UsageError(`'${part}': settings come after a comma, as in cli:${file},${setting}`);
    }
    if (part.length > recipePrefix.length) return { id: part, setting: null };
    throw new UsageError(`'${part}' names no file; expected cli:my-codec.json`);
  }
  const equals = part.indexOf('=');
  const colon = (equals < 0 ? part : part.slice(0, equals)).indexOf(':');
  if (equals >= 0 && colon < 0) return { id: null, setting: part };
  const id = colon < 0 ? part : part.slice(0, colon);
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(id)) {
    throw new UsageError(`'${part}' does not begin with a codec's name; ${example}`);
  }
  return { id, setting: colon < 0 ? null : part.slice(colon + 1) };
}

function splitSetting(part: string, setting: string): { name: string; values: string[] } {
  const equals = setting.indexOf('=');
  const name = setting.slice(0, Math.max(0, equals)).trim();
  if (!/^[a-z][a-z0-9_]*$/i.test(name)) {
    throw new UsageError(`'${part}' holds no setting of the form name=value; ${example}`);
  }
  const values = setting
    .slice(equals + 1)
    .split('+')
    .map((value) => value.trim());
  if (values.includes('')) throw new UsageError(`'${part}' holds an empty value; ${example}`);
  return { name, values };
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
