import { UsageError, unknownName } from './errors.js';
import { printSettings } from './spec.js';

export type Value = number | boolean | string;

/** Settings in full: every parameter that applies, by name, in table order. */
export type Settings = Readonly<Record<string, Value>>;

interface ParamBase {
  /** What it does, in a few words, for help and tables. */
  readonly meaning: string;
  /**
   * Whether it means anything beside the settings that stand before it in the table, such as
   * `quality` beside `lossless=true`. One that does not apply is left out, and refused if given.
   */
  readonly applies?: (before: Settings) => boolean;
}

interface NumberParam extends ParamBase {
  readonly type: 'integer' | 'number';
  /** null: not set unless given. */
  readonly default: number | null;
  readonly min: number;
  readonly max: number;
  /** The values a sweep visits: this parameter is a rate knob. */
  readonly sweep?: readonly number[];
}

interface BooleanParam extends ParamBase {
  readonly type: 'boolean';
  readonly default: boolean;
}

interface ChoiceParam extends ParamBase {
  readonly type: 'choice';
  readonly default: string;
  readonly values: readonly string[];
}

export type Param = NumberParam | BooleanParam | ChoiceParam;
export type Params = Readonly<Record<string, Param>>;

/** `integer 1..100`, `one of 4:2:0, 4:4:4`, … for help and for error messages. */
export function describeType(param: Param): string {
  switch (param.type) {
    case 'integer':
    case 'number':
      return `${param.type} ${param.min}..${param.max}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${param.values.join(', ')}`;
  }
}

/**
 * Checks the given settings against the table and fills in the defaults.
 * @param owner the codec's name, for messages
 * @throws UsageError for an unknown name, a value out of range or of the wrong type, and a setting
 *   that has no effect beside the others
 */
export function resolveSettings(
  owner: string,
  params: Params,
  given: Readonly<Record<string, Value>>,
): Settings {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(params, name)) {
      throw unknownName(`setting of ${owner}`, name, Object.keys(params));
    }
  }
  const settings: Record<string, Value> = {};
  for (const [name, param] of Object.entries(params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (param.applies && !param.applies(settings)) {
      if (value === undefined) continue;
      const beside = printSettings(Object.entries(settings)) || 'the others';
      throw new UsageError(
        `${owner}: ${name}=${value} has no effect beside ${beside}; leave it out`,
        { code: 'wrong-setting', data: { owner, name, got: value } },
      );
    }
    if (value !== undefined) settings[name] = checkValue(owner, name, param, value);
    else if (param.default !== null) settings[name] = param.default;
  }
  return settings;
}

/** The rate knob among these settings: the last one in the table that has a swept grid. */
export function rateKnob(params: Params, settings: Settings): string | null {
  const knobs = Object.keys(settings).filter((name) => sweepOf(params[name]) !== null);
  return knobs.at(-1) ?? null;
}

/** The values a sweep visits for a parameter, or null where it is no rate knob. */
export function sweepOf(param: Param | undefined): readonly number[] | null {
  const numeric = param?.type === 'integer' || param?.type === 'number';
  return numeric ? (param.sweep ?? null) : null;
}

/** The settings that the printed form shows: those unlike their defaults, and always the rate knob. */
export function shownSettings(params: Params, settings: Settings): Settings {
  const knob = rateKnob(params, settings);
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => name === knob || params[name]?.default !== value,
    ),
  );
}

function checkValue(owner: string, name: string, param: Param, value: Value): Value {
  const parsed = parseValue(param, value);
  if (parsed === null) {
    throw new UsageError(`${owner}: ${name} is ${describeType(param)}, got '${value}'`, {
      code: 'wrong-setting',
      data: { owner, name, got: value },
    });
  }
  return parsed;
}

/** The value in the parameter's type, or null where it is none of the legal ones. */
function parseValue(param: Param, value: Value): Value | null {
  switch (param.type) {
    case 'boolean':
      return value === true || value === 'true'
        ? true
        : value === false || value === 'false'
          ? false
          : null;
    case 'choice':
      return param.values.includes(String(value)) ? String(value) : null;
    case 'integer':
    case 'number': {
      const text = String(value).trim();
      const number = text === '' ? Number.NaN : Number(text);
      const inRange = number >= param.min && number <= param.max;
      const whole = param.type === 'number' || Number.isInteger(number);
      return inRange && whole ? number : null;
    }
  }
}
