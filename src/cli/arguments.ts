import { parseByteSize } from '../base/byte-size.js';
import { UsageError, unknownName } from '../base/errors.js';

/** A whole number within bounds, or a UsageError that names the option. */
export function wholeNumber(
  option: string,
  value: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`${option} takes a whole number ${range}, got ${value}`);
}

/** A number above 0, or a UsageError that names the option. */
export function positiveNumber(option: string, value: number): number {
  if (value > 0) return value;
  throw new UsageError(`${option} takes a number above 0, got ${value}`);
}

/** Less memory does not do for any work. */
const leastMemory = { bytes: 256e6, text: '256M' };

/** The bytes of an option that says how much memory to take, `2G`; a bare number is megabytes. */
export function memoryOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = sizeOf(option, text);
  if (bytes >= leastMemory.bytes) return bytes;
  throw new UsageError(`${option} takes ${leastMemory.text} or more, got '${text}'`);
}

/** The bytes of an option that takes a size, `500M`; a bare number is megabytes. */
export function sizeOf(option: string, text: string): number {
  const bytes = parseByteSize(text, 1e6);
  if (bytes !== null) return bytes;
  throw new UsageError(
    `${option} takes a size such as 500M or 2G, or a number of megabytes, got '${text}'`,
  );
}

/**
 * Checks that options of type number were given numbers, which yargs leaves as NaN.
 * @param typed the words of the command line, for what was typed
 * @throws UsageError that names the option
 */
export function checkNumbers(
  options: Readonly<Record<string, { readonly type?: string | undefined }>>,
  args: Readonly<Record<string, unknown>>,
  typed: readonly string[],
): void {
  for (const [name, { type }] of Object.entries(options)) {
    if (type !== 'number' || !Number.isNaN(args[name])) continue;
    const option = `--${name}`;
    const place = typed.findLastIndex((word) => word === option || word.startsWith(`${option}=`));
    const word = typed[place] ?? '';
    const text = word === option ? (typed[place + 1] ?? '') : word.slice(option.length + 1);
    throw new UsageError(`${option} takes a number, got '${text}'`);
  }
}

/** The numbers of a list like `30,60,90` or `30+60+90`. */
export function numbersOf(option: string, text: string): number[] {
  const parts = text.split(/[,+]/).map((part) => part.trim());
  const numbers = parts.map(Number);
  if (parts.some((part, i) => part === '' || !Number.isFinite(numbers[i]))) {
    throw new UsageError(`${option} takes numbers such as 30,60,90, got '${text}'`);
  }
  return [...new Set(numbers)];
}

/** The paths of a comma-separated list. */
export function pathsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** What `--plugin` and `--metric-command` bring of metrics. */
export function ownMetricsOf(args: {
  readonly plugin?: string | undefined;
  readonly 'metric-command'?: string | undefined;
}): { readonly plugins: string[]; readonly commands: string[] } {
  return {
    plugins: pathsOf(args.plugin ?? ''),
    commands: pathsOf(args['metric-command'] ?? ''),
  };
}

/** The names of a comma-separated list, each one of the choices. */
export function listOf<T extends string>(option: string, text: string, choices: readonly T[]): T[] {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!choices.includes(name as T)) throw unknownName(`value of ${option}`, name, choices);
  }
  return choices.filter((choice) => names.includes(choice));
}
