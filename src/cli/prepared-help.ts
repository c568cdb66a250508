import { readFileSync } from 'node:fs';

/** Columns that help is laid out in, where the terminal is no narrower. */
export const helpWidth = 110;

/**
 * The text that a command line of help alone prints, as the build laid it out; null for any other
 * command line, on a narrower terminal, and where the build left none.
 * @param columns of the terminal; undefined where the output is none
 */
export function preparedHelp(args: readonly string[], columns: number | undefined): string | null {
  if ((columns ?? helpWidth) < helpWidth) return null;
  const words = args.length === 0 ? ['--help'] : args;
  if (words.length > 2 || words.at(-1) !== '--help') return null;
  const command = words.length === 2 ? words[0]! : '';
  try {
    const texts: unknown = JSON.parse(readFileSync(new URL('help.json', import.meta.url), 'utf8'));
    const text = Object.entries(texts as object).find(([name]) => name === command)?.[1];
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}
