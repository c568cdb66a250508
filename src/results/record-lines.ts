import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { type Line, parseLine } from '../base/json-lines.js';
import { fileBounds } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import type { Partition } from './compact/partition-file.js';
import { readStoredLines } from './compact/stored-lines.js';
import { recordSchema } from './record.js';

const versioned = z.object({ schema: z.number() });

/** Records of newer schemas that a reader came by: counted, and told of once a file. */
export function countNewer(): {
  /** Whether the line is such a record. */
  take(line: Line): boolean;
  tell(file: string, warn: Warn): void;
} {
  const versions = new Set<number>();
  let count = 0;
  return {
    take: ({ json }) => {
      const version = versionOf(json);
      if (version <= recordSchema) return false;
      versions.add(version);
      count += 1;
      return true;
    },
    tell: (file, warn) => {
      if (count === 0) return;
      const found = [...versions].sort((a, b) => a - b).join(', ');
      const records = count === 1 ? '1 record' : `${count} records`;
      warn(
        `${records} of ${file} ${count === 1 ? 'is' : 'are'} passed over: of record schema ${found}; this program knows up to ${recordSchema}: update it to see them`,
      );
    },
  };
}

/**
 * Every line of a file that is to be appended to, or written anew.
 * @param visit is given the bytes too, which are valid until it returns
 * @param visitPartition takes a whole partition in place of its lines
 * @throws UsageError where a record is of a newer schema
 */
export function eachLine(
  file: string,
  warn: Warn,
  visit: (json: unknown, bytes: Buffer) => void,
  visitPartition?: (partition: Partition) => void,
): void {
  const refused = countRefused();
  const takeLine = (bytes: Buffer | null, number: number): void => {
    const line = parseLine(bytes, number);
    const version = versionOf(line.json);
    if (version > recordSchema) {
      throw new UsageError(
        `${file}:${line.number} has record schema ${version}; this program knows up to ${recordSchema}: update it, or use another folder of results`,
        { code: 'newer-schema', data: { file, schema: version, known: recordSchema } },
      );
    }
    refused.take(line, (json) => visit(json, bytes ?? noBytes));
  };
  readStoredLines(file, takeLine, visitPartition);
  refused.tell(file, warn);
}

const noBytes = Buffer.alloc(0);

function versionOf(json: unknown): number {
  return versioned.safeParse(json).data?.schema ?? 0;
}

/** Lines that are no records: passed over, counted, and told of once a file. */
export function countRefused(): {
  /** Visits a line; one that its reader refuses is passed over. */
  take(line: Line, visit: (json: unknown) => void): void;
  tell(file: string, warn: Warn): void;
} {
  let first: { readonly number: number; readonly why: string } | null = null;
  let count = 0;
  return {
    take: ({ number, json, tooLong }, visit) => {
      try {
        visit(json);
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        count += 1;
        const long = `has more than ${fileBounds.line} bytes, which no record has`;
        const why = tooLong ? long : json === undefined ? 'is no JSON' : explain(error);
        first ??= { number, why };
      }
    },
    tell: (file, warn) => {
      if (first === null) return;
      const { number, why } = first;
      if (count === 1) warn(`${file}:${number} is passed over: it ${why}`);
      else warn(`${count} lines of ${file} are passed over; the first, ${number}, ${why}`);
    },
  };
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  return `is no record: ${issue?.path.join('.') || 'line'}: ${issue?.message}`;
}
