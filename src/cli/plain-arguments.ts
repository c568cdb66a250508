import type { OptionTable } from './command.js';

/** What an option may say of itself to be read here. */
const known = ['type', 'array', 'describe', 'default', 'choices'];

/**
 * Reads a command line of plain words: options of whole names with their values, flags, and the pictures or
 * folders of a usage such as `resize [pictures..]`. yargs reads every other one, and takes longer to load
 * than all that is done for a few pictures.
 * @returns what yargs would give; null where it is to be asked
 */
export function plainArguments(
  usage: string,
  options: OptionTable,
  words: readonly string[],
): Record<string, unknown> | null {
  const list = /^\S+ \[(\w+)\.\.\]$/.exec(usage)?.[1];
  if (list === undefined || options[list]?.type !== 'string') return null;
  const named: string[] = [];
  const args: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    if (Object.keys(option).some((key) => !known.includes(key))) return null;
    if (option.default !== undefined) args[name] = option.default;
  }
  const seen = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith('-')) {
      if (word === '') return null;
      named.push(word);
      continue;
    }
    const [, name = '', given] = /^--([a-z][a-z-]*)(?:=(.+))?$/.exec(word) ?? [];
    if (name === list || seen.has(name) || !Object.hasOwn(options, name)) return null;
    seen.add(name);
    const { type, choices } = options[name]!;
    if (type === 'boolean') {
      // A word behind a flag may be its value.
      if (given !== undefined || isTruth(words[at + 1])) return null;
      args[name] = true;
      continue;
    }
    const text = given ?? words[++at];
    const value = text === undefined ? null : valueFrom(type, text);
    if (value === null || (choices !== undefined && !choices.includes(value))) return null;
    args[name] = value;
  }
  if (named.length > 0) args[list] = named;
  return args;
}

function isTruth(word: string | undefined): boolean {
  return word === 'true' || word === 'false';
}

function valueFrom(type: string | undefined, text: string): string | number | null {
  if (type === 'string') return /^[^-"']/.test(text) ? text : null;
  return type === 'number' && /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : null;
}
