import path from 'node:path';
import { UsageError, unknownName } from '../base/errors.js';
import type { Size } from './geometry.js';

/** What a pattern of names may hold. */
const fields = ['name', 'ext', 'width', 'height', 'format', 'index'] as const;
type Field = (typeof fields)[number];

/** What a name is made of. */
export interface NameParts {
  /** The input's name without its ending. */
  readonly name: string;
  /** The output's ending, without the dot. */
  readonly ext: string;
  readonly format: string;
  /** Place in the batch, from 1. */
  readonly index: number;
}

/** Names by default. */
export const plainName = '{name}.{ext}';
export const sizedName = '{name}-{width}.{ext}';

/**
 * Checks a pattern of names.
 * @throws UsageError for a field that is none, and for a pattern that leads out of the folder of outputs
 */
export function checkPattern(pattern: string): void {
  for (const [, field] of pattern.matchAll(/\{([^{}]*)\}/g)) {
    if (!fields.includes(field as Field)) throw unknownName('field of a name', field!, fields);
  }
  const parts = pattern.split(/[\\/]/);
  if (pattern.trim() === '' || path.isAbsolute(pattern) || parts.includes('..')) {
    throw new UsageError(
      `a pattern of names stays in the folder of outputs, such as ${sizedName}, got '${pattern}'`,
    );
  }
}

/** Whether names of a pattern need the size of the picture that is written. */
export function needsSize(pattern: string): boolean {
  return /\{(?:width|height)\}/.test(pattern);
}

/** Fills in a pattern. @param size is asked for where the pattern needs it */
export function nameBy(pattern: string, parts: NameParts, size: () => Size): string {
  if (pattern === plainName) return `${parts.name}.${parts.ext}`;
  return pattern.replaceAll(/\{([^{}]*)\}/g, (_, field: Field) => {
    if (field === 'width' || field === 'height') return String(size()[field]);
    return String(parts[field]);
  });
}
