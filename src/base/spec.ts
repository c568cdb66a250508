/**
 * A codec with its settings as it is written on the command line, in records and on the page:
 * `avif:speed=0,quality=50`. The whole grammar, of which a printed form is the part without
 * alternatives and with one codec:
 *
 *     list     part { "," part }
 *     part     codec [ ":" setting ] | setting       a setting alone belongs to the codec before it
 *     codec    letters, digits, _ and - | "cli:" path of a recipe
 *     setting  name "=" value { "+" value }          alternatives
 *
 * A value may hold a colon (`chroma=4:2:0`), so only what stands before `=` is searched for one.
 * `parseSpecList` reads lists, and refuses what is none.
 */
export interface Spec {
  readonly id: string;
  /** Names with their values, in the order in which they stand; null where there is no `=`. */
  readonly settings: readonly (readonly [name: string, value: string | null])[];
}

/** How a codec of a recipe is named: `cli:my-codec.json`. */
export const recipePrefix = 'cli:';

/** Joins alternatives of one setting. */
export const alternativeMark = '+';

/** What stands between two commas of a list, taken apart and not checked. */
export function splitPart(part: string): { id: string | null; setting: string | null } {
  if (part.startsWith(recipePrefix)) return { id: part, setting: null };
  const equals = part.indexOf('=');
  const colon = (equals < 0 ? part : part.slice(0, equals)).indexOf(':');
  if (equals >= 0 && colon < 0) return { id: null, setting: part };
  const id = colon < 0 ? part : part.slice(0, colon);
  return { id, setting: colon < 0 ? null : part.slice(colon + 1) };
}

/** Name and value of a setting, not checked. */
export function splitSetting(setting: string): readonly [name: string, value: string | null] {
  const equals = setting.indexOf('=');
  return equals < 0 ? [setting, null] : [setting.slice(0, equals), setting.slice(equals + 1)];
}

/** Reads a printed form. Never throws: stored forms are shown as they are. */
export function readSpec(text: string): Spec {
  const [first = '', ...rest] = text.split(',');
  const { id, setting } = splitPart(first);
  const parts = id === null || setting === null ? rest : [setting, ...rest];
  return { id: id ?? first, settings: parts.filter((part) => part !== '').map(splitSetting) };
}

/** Prints a codec with its settings; `readSpec` of it gives them back. */
export function printSpec({ id, settings }: Spec): string {
  if (settings.length === 0) return id;
  return `${id}${id.startsWith(recipePrefix) ? ',' : ':'}${printSettings(settings)}`;
}

/** `speed=0,quality=50` */
export function printSettings(
  settings: Iterable<readonly [name: string, value: string | number | boolean | null]>,
): string {
  return [...settings].map((pair) => pair.filter((part) => part !== null).join('=')).join(',');
}

/** A printed form without the settings of these names: `avif:speed=0`. */
export function withoutSettings(text: string, names: readonly (string | null)[]): string {
  const { id, settings } = readSpec(text);
  return printSpec({ id, settings: settings.filter(([name]) => !names.includes(name)) });
}

/** A printed form with a setting more, as its last. */
export function withSetting(text: string, name: string, value: string): string {
  const { id, settings } = readSpec(text);
  return printSpec({ id, settings: [...settings, [name, value]] });
}

/** A number as settings have it, in whole. */
const numeral = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/;

/**
 * The order of two printed forms that are alike up to the value of one setting, by that value where
 * both are numbers: 0.1 before 0.05 it is not. 0 says nothing of other forms.
 */
export function compareValues(a: string, b: string): number {
  const [left, right] = [readSpec(a), readSpec(b)];
  if (left.id !== right.id) return 0;
  for (const [i, [name, value]] of left.settings.entries()) {
    const [otherName, other] = right.settings[i] ?? [null, null];
    if (name !== otherName) return 0;
    if (value === other) continue;
    const isNumber = (text: string | null) => text !== null && numeral.test(text);
    return isNumber(value) && isNumber(other) ? Number(value) - Number(other) : 0;
  }
  return 0;
}
