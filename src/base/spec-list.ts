import { UsageError } from './errors.js';
import { alternativeMark, printSpec, recipePrefix, splitPart, splitSetting } from './spec.js';

/** One codec of a list, with the alternatives of each setting that was named; nothing is checked. */
export interface CodecRequest {
  readonly id: string;
  readonly alternatives: Readonly<Record<string, readonly string[]>>;
}

const example = "expected a list such as 'jpeg,avif:speed=0+10,quality=30+60'";

/**
 * Reads a list of codecs, `jpeg,avif:speed=0+10,quality=30+60,jxl:effort=3`: the grammar of `Spec`.
 * In `cli:my-codec.json` all up to the comma is the path of a recipe, and part of the id.
 * @throws UsageError for any other form, and for a setting named twice for one codec
 */
export function parseSpecList(text: string): CodecRequest[] {
  const requests: { id: string; alternatives: Record<string, string[]> }[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const { id, setting } = splitPart(part);
    if (id !== null) {
      checkId(part, id);
      requests.push({ id, alternatives: {} });
    }
    if (setting === null) continue;
    const request = requests.at(-1);
    if (request === undefined) {
      throw new UsageError(`'${part}' names no codec; ${example}`, { code: 'wrong-spec' });
    }
    const { name, values } = parseSetting(part, setting);
    if (Object.hasOwn(request.alternatives, name)) {
      throw new UsageError(
        `${request.id}: ${name} is given twice; join alternatives with +, as in ${name}=30+60`,
        { code: 'wrong-spec' },
      );
    }
    request.alternatives[name] = values;
  }
  return requests;
}

/** Prints a list; `parseSpecList` of it gives it back. */
export function printSpecList(requests: readonly CodecRequest[]): string {
  return requests
    .map(({ id, alternatives }) =>
      printSpec({
        id,
        settings: Object.entries(alternatives).map(([name, values]) => [
          name,
          values.join(alternativeMark),
        ]),
      }),
    )
    .join(',');
}

/**
 * Reads one codec with one value of each setting that is named, `avif:speed=8,quality=60`.
 * @throws UsageError for a list of codecs, for alternatives, and for any other form
 */
export function parseSpec(text: string): { id: string; given: Record<string, string> } {
  const [request, ...others] = parseSpecList(text);
  if (others.length > 0) {
    throw new UsageError(`'${text}' names ${others.length + 1} codecs; expected one`, {
      code: 'wrong-spec',
    });
  }
  const { id, alternatives } = request!;
  const given = Object.entries(alternatives).map(([name, values]) => {
    if (values.length === 1) return [name, values[0]!] as const;
    const joined = values.join(alternativeMark);
    throw new UsageError(
      `${id}: ${name}=${joined} are ${values.length} alternatives; expected one value, as in ${name}=${values[0]}`,
      { code: 'wrong-spec' },
    );
  });
  return { id, given: Object.fromEntries(given) };
}

function checkId(part: string, id: string): void {
  if (id.startsWith(recipePrefix)) {
    const [, file, setting] = /^cli:(.*\.json):(.*=.*)$/.exec(id) ?? [];
    if (file !== undefined) {
      throw new UsageError(`'${part}': settings come after a comma, as in cli:${file},${setting}`, {
        code: 'wrong-spec',
      });
    }
    if (id.length > recipePrefix.length) return;
    throw new UsageError(`'${part}' names no file; expected cli:my-codec.json`, {
      code: 'wrong-spec',
    });
  }
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(id)) {
    const meant = id.endsWith('.json') ? `${recipePrefix}${id} is the codec of a recipe` : example;
    throw new UsageError(`'${part}' does not begin with a codec's name; ${meant}`, {
      code: 'wrong-spec',
    });
  }
}

function parseSetting(part: string, setting: string): { name: string; values: string[] } {
  const [name, value] = splitSetting(setting).map((each) => each?.trim());
  if (!name || value === undefined || !/^[a-z][a-z0-9_]*$/i.test(name)) {
    throw new UsageError(`'${part}' holds no setting of the form name=value; ${example}`, {
      code: 'wrong-spec',
    });
  }
  const values = value.split(alternativeMark).map((each) => each.trim());
  if (values.includes('')) {
    throw new UsageError(`'${part}' holds an empty value; ${example}`, { code: 'wrong-spec' });
  }
  return { name, values };
}
