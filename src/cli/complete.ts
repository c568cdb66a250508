import type { Command, OptionTable } from './command.js';
import { valuesOf } from './complete-values.js';

/** What a command line may name. */
interface Grammar {
  readonly commands: readonly Command[];
  /** Names of options that every command has. */
  readonly common: readonly string[];
}

/**
 * What can stand at the end of a command line in place of its last word, which it begins with.
 * Empty where that is a file, or anything.
 * @param line up to the cursor, with the program's name: `pareto sweep --codec av`
 */
export async function complete(line: string, grammar: Grammar): Promise<string[]> {
  const words = line.trimStart().split(/\s+/).slice(1);
  const current = words.pop() ?? '';
  const found = await candidates(words, current, grammar);
  return found.filter((each) => each.startsWith(current));
}

async function candidates(
  before: readonly string[],
  current: string,
  { commands, common }: Grammar,
): Promise<readonly string[]> {
  const start = before.findIndex((word) => !word.startsWith('-'));
  const command = commands.find(({ name }) => name === before[start]);
  if (command === undefined) {
    if (start >= 0) return [];
    return current.startsWith('-') ? common.map(flag) : commands.map(({ name }) => name);
  }
  const options = await command.options();
  const given = before.slice(start + 1);
  const assigned = /^--([\w-]+)=/.exec(current);
  if (assigned !== null) return valuesAfter(assigned[0], assigned[1]!, options, current);
  const last = given.at(-1) ?? '';
  if (takesValue(last, options)) return valuesAfter('', last.slice(2), options, current);
  const positional = [...command.usage.matchAll(/[<[]([\w-]+)/g)].map(([, name]) => name!);
  if (current.startsWith('-')) {
    const names = [...Object.keys(options), ...common];
    const typed = given.map((word) => word.split('=')[0]);
    return names
      .filter((name) => !positional.includes(name))
      .map(flag)
      .filter((name) => !typed.includes(name));
  }
  const place = given.filter(
    (word, i) => !word.startsWith('-') && !takesValue(given[i - 1] ?? '', options),
  ).length;
  const name = positional[place];
  return name === undefined ? [] : valuesAfter('', name, options, current);
}

/** Whether a word is an option whose value is the next word. */
function takesValue(word: string, options: OptionTable): boolean {
  const name = word.startsWith('--') ? word.slice(2) : '';
  return Object.hasOwn(options, name) && options[name]!.type !== 'boolean';
}

/** The values of an option behind what stands before them in the word: `--codec=jpeg,`. */
async function valuesAfter(
  before: string,
  name: string,
  options: OptionTable,
  current: string,
): Promise<string[]> {
  if (!Object.hasOwn(options, name)) return [];
  const { values, list } = await valuesOf(name, options[name]!);
  const typed = current.slice(before.length);
  const head = list ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  return values.map((value) => `${before}${head}${value}`);
}

function flag(name: string): string {
  return `--${name}`;
}
