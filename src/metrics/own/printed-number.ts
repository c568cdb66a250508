import { WorkError } from '../../base/errors.js';
import { matchPattern } from '../../runtimes/cli/match-pattern.js';

/**
 * Where in a text the number stands: in the first group of a regular expression (or all that it
 * finds), or at a path of JSON such as `pooled.vmaf.mean`. Without either the text is the number.
 */
export interface NumberPlace {
  readonly pattern?: string | undefined;
  readonly json?: string | undefined;
}

/**
 * The number in a text. `inf` is one; `nan` is none.
 * @throws WorkError saying what was found instead
 */
export function numberIn(text: string, { pattern, json }: NumberPlace): number {
  const found = json !== undefined ? atPath(text, json) : matched(text, pattern);
  const trimmed = found.trim();
  const infinite = /^([+-]?)inf(inity)?$/i.exec(trimmed);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = trimmed === '' ? Number.NaN : Number(trimmed);
  if (!Number.isNaN(value)) return value;
  throw new WorkError(`expected a number, got '${trimmed.slice(0, 80)}'`, {
    code: 'command-failed',
  });
}

function matched(text: string, pattern: string | undefined): string {
  if (pattern === undefined) return text;
  const found = matchPattern(pattern, text);
  if (found) return found[1] ?? found[0];
  throw new WorkError(`expected what value.pattern finds, got '${text.trim().slice(0, 80)}'`, {
    code: 'command-failed',
  });
}

function atPath(text: string, path: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WorkError(`expected JSON, got '${text.trim().slice(0, 80)}'`, {
      code: 'command-failed',
    });
  }
  for (const step of path.split('.')) {
    const inside = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    if (!inside) {
      throw new WorkError(`expected ${path} in the JSON, there is no '${step}'`, {
        code: 'command-failed',
      });
    }
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  throw new WorkError(`expected a number at ${path} in the JSON, got ${typeof value}`, {
    code: 'command-failed',
  });
}
