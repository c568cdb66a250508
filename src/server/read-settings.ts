import { parseByteSize } from '../base/byte-size.js';
import { wrongOption } from '../base/errors.js';
import {
  type SettingKind,
  type SettingName,
  type Settings,
  settingNames,
  settings,
  variableOf,
} from './settings.js';

/** A value as flags, files and the environment have it. */
export type GivenValue = string | number | boolean | readonly string[];

/** Where values come from, the first that has one counts. */
export interface SettingSources {
  readonly flags?: Readonly<Record<string, GivenValue | undefined>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly file?: Readonly<Record<string, GivenValue | undefined>>;
}

/**
 * Reads all settings: flags before the environment before the file before the defaults.
 * @throws UsageError that names the setting, by its variable where that is what is wrong
 */
export function readSettings({ flags, environment, file }: SettingSources = {}): Settings {
  const read = settingNames.map((name) => {
    const variable = variableOf(name);
    const inEnvironment = environment?.[variable];
    const [given, told] =
      flags?.[name] !== undefined
        ? [flags[name], name]
        : inEnvironment !== undefined && inEnvironment !== ''
          ? [inEnvironment, variable]
          : [file?.[name], name];
    return [name, given === undefined ? settings[name].default : readValue(name, given, told)];
  });
  return Object.fromEntries(read) as Settings;
}

/** What each kind of setting takes, in words that follow "takes". */
const expected: Readonly<Record<SettingKind, string>> = {
  text: 'text',
  list: 'a list, comma separated',
  whole: 'a whole number',
  bytes: 'a size such as 32M or 2GiB',
  seconds: 'a number of seconds',
  switch: 'true or false',
};

function readValue(name: SettingName, given: GivenValue, told: string): Settings[SettingName] {
  const { kind, range } = settings[name];
  const value = parsers[kind](given);
  const [min, max] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isWithin = typeof value !== 'number' || (value >= min && value <= max);
  if (value !== null && isWithin) return value;
  const bounds = range === undefined ? '' : ` from ${min} to ${max}`;
  // A secret is not to be read in a log.
  const shown = settings[name].isSecret ? '(not shown)' : given;
  throw wrongOption(told, `${expected[kind]}${bounds}`, shown);
}

type Value = string | number | boolean | readonly string[] | null;

const parsers: Readonly<Record<SettingKind, (given: GivenValue) => Value>> = {
  text: (given) => (typeof given === 'string' || typeof given === 'number' ? `${given}` : null),
  list(given) {
    if (typeof given === 'boolean') return null;
    const parts = Array.isArray(given) ? given : String(given).split(',');
    return parts.map((each) => String(each).trim()).filter((each) => each !== '');
  },
  whole(given) {
    const value = numberOf(given);
    return Number.isSafeInteger(value) ? value : null;
  },
  bytes: (given) =>
    typeof given === 'string' || typeof given === 'number' ? parseByteSize(`${given}`, 1) : null,
  seconds(given) {
    const value = numberOf(given);
    return Number.isFinite(value) ? value : null;
  },
  switch(given) {
    if (typeof given === 'boolean') return given;
    return given === 'true' || given === '1'
      ? true
      : given === 'false' || given === '0'
        ? false
        : null;
  },
};

function numberOf(given: GivenValue): number {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
}

/** The settings as they would be shown to somebody: without secrets. */
export function shownSettings(values: Settings): Record<string, unknown> {
  return Object.fromEntries(
    settingNames.map((name) => {
      const value = values[name];
      return [name, settings[name].isSecret ? (value === '' ? '' : '(set)') : value];
    }),
  );
}
